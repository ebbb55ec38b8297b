package io.leaven.causal.uplift;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The model of a {@link TLearner}: CATE(x, arm) = mu_arm(x) - mu_control(x), each mu an {@link ArmModel}. */
public final class TLearnerModel implements CateModel {

    private final String version;
    private final List<String> features;
    private final ArmModel control;
    private final List<ArmModel> treatments;
    private final List<String> arms;
    private final Map<String, ArmModel> byName = new HashMap<>();

    /**
     * @param treatments one or more arms, none twice and none of the control's name
     * @throws IllegalArgumentException if arms or widths do not fit together
     */
    public TLearnerModel(String version, List<String> features, ArmModel control, List<ArmModel> treatments) {
        this.version = version;
        this.features = List.copyOf(features);
        this.control = control;
        this.treatments = List.copyOf(treatments);
        this.arms = treatments.stream().map(ArmModel::name).toList();
        if (treatments.isEmpty()) {
            throw new IllegalArgumentException("there is no arm beside control");
        }
        checkWidth(control);
        for (ArmModel arm : treatments) {
            checkWidth(arm);
            if (arm.name().equals(control.name()) || byName.put(arm.name(), arm) != null) {
                throw new IllegalArgumentException("arm '" + arm.name() + "' is there twice");
            }
        }
    }

    private void checkWidth(ArmModel arm) {
        arm.ensembles().forEach(ensemble -> {
            if (ensemble.features() != features.size()) {
                throw new IllegalArgumentException("the trees of arm '" + arm.name() + "' see " + ensemble.features()
                        + " features, the model names " + features.size());
            }
        });
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<String> features() {
        return features;
    }

    @Override
    public List<String> arms() {
        return arms;
    }

    public ArmModel control() {
        return control;
    }

    public List<ArmModel> treatments() {
        return treatments;
    }

    @Override
    public double cate(double[] row, String arm) {
        ArmModel treatment = byName.get(arm);
        if (treatment == null) {
            throw new IllegalArgumentException("arm '" + arm + "' is not in the model; it has " + arms);
        }
        if (row.length != features.size()) {
            throw new IllegalArgumentException("a row of " + row.length + " values where the model sees " + features);
        }
        return treatment.expected(row) - control.expected(row);
    }

    @Override
    public double[][] cates(double[] rows) {
        int count = rows.length / features.size();
        double[] untreated = control.expected(rows, count);
        double[][] cates = new double[treatments.size()][];
        for (int arm = 0; arm < cates.length; arm++) {
            cates[arm] = treatments.get(arm).expected(rows, count);
            for (int row = 0; row < count; row++) {
                cates[arm][row] -= untreated[row];
            }
        }
        return cates;
    }
}
