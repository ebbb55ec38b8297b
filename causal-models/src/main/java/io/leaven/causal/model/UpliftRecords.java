package io.leaven.causal.model;

import io.leaven.causal.boosting.InvalidTreesException;
import io.leaven.causal.boosting.TreeEnsemble;
import io.leaven.causal.uplift.ArmEffect;
import io.leaven.causal.uplift.ArmModel;
import io.leaven.causal.uplift.Category;
import io.leaven.causal.uplift.DRLearner;
import io.leaven.causal.uplift.SLearner;
import io.leaven.causal.uplift.TLearner;
import io.leaven.causal.uplift.TreeCateModel;
import io.leaven.causal.uplift.XLearner;
import io.leaven.schemas.UpliftArm;
import io.leaven.schemas.UpliftCategory;
import io.leaven.schemas.UpliftModel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The trees of the four learners in records and back. The field docs of {@code UpliftArm} say which trees stand where. */
final class UpliftRecords {

    private static final List<String> LEARNERS = List.of(TLearner.NAME, SLearner.NAME, XLearner.NAME, DRLearner.NAME);

    private UpliftRecords() {}

    static UpliftModel encode(TreeCateModel model) {
        return UpliftModel.newBuilder()
                .setLearner(model.learner())
                .setFeatures(model.features())
                .setControl(control(model))
                .setArms(model.treatments().stream()
                        .map(arm -> arm(arm, model.learner()))
                        .toList())
                .setCategories(model.categories().stream()
                        .map(category -> new UpliftCategory(category.column(), category.levels()))
                        .toList())
                .build();
    }

    private static UpliftArm control(TreeCateModel model) {
        ArmEffect effect = model.treatments().get(0).effect();
        if (effect instanceof ArmEffect.Difference difference) {
            return record(model.control(), difference.control().rows())
                    .setBoosters(boosters(difference.control()))
                    .build();
        }
        return record(model.control(), model.controlRows()).build();
    }

    private static UpliftArm arm(TreeCateModel.Arm arm, String learner) {
        UpliftArm.Builder record = record(arm.name(), arm.rows());
        if (arm.effect() instanceof ArmEffect.Difference difference && !learner.equals(SLearner.NAME)) {
            record.setBoosters(boosters(difference.treated()));
        } else if (arm.effect() instanceof ArmEffect.Blend blend) {
            record.setBoosters(boosters(blend.fromTreated()))
                    .setControlBoosters(boosters(blend.fromControl()))
                    .setPropensityBoosters(boosters(blend.propensity()));
        } else if (arm.effect() instanceof ArmEffect.Direct direct) {
            record.setBoosters(boosters(direct.effect()));
        }
        if (arm.logError() != null) {
            record.setLogErrorBoosters(boosters(arm.logError()));
        }
        return record.build();
    }

    private static UpliftArm.Builder record(String name, long rows) {
        return UpliftArm.newBuilder().setName(name).setRows(rows).setBoosters(List.of());
    }

    private static List<ByteBuffer> boosters(ArmModel model) {
        return model.ensembles().stream()
                .map(trees -> ByteBuffer.wrap(trees.toBytes()))
                .toList();
    }

    /**
     * The model of a record.
     *
     * @throws IllegalArgumentException if the learner is unknown or the parts do not fit together
     */
    static TreeCateModel decode(String version, UpliftModel record) throws InvalidTreesException {
        List<Category> categories = record.getCategories().stream()
                .map(category -> new Category(category.getColumn(), category.getLevels()))
                .toList();
        List<ArmModel> errors = errors(record);
        TreeCateModel model = decode(version, record, categories);
        return errors.isEmpty() ? model : model.withLogErrors(errors);
    }

    private static TreeCateModel decode(String version, UpliftModel record, List<Category> categories)
            throws InvalidTreesException {
        String learner = record.getLearner();
        if (!LEARNERS.contains(learner)) {
            throw new IllegalArgumentException("the learner '" + learner + "' is unknown; known are " + LEARNERS);
        }
        UpliftArm control = record.getControl();
        if (learner.equals(SLearner.NAME)) {
            return sLearner(version, record, categories);
        }
        ArmModel untreated = learner.equals(TLearner.NAME) ? model(control, control.getBoosters()) : null;
        List<TreeCateModel.Arm> arms = new ArrayList<>();
        for (UpliftArm arm : record.getArms()) {
            arms.add(new TreeCateModel.Arm(
                    arm.getName(), arm.getRows(), effect(learner, arm, control, untreated), null));
        }
        return new TreeCateModel(
                version, learner, record.getFeatures(), control.getName(), control.getRows(), arms, categories);
    }

    private static ArmEffect effect(String learner, UpliftArm arm, UpliftArm control, ArmModel untreated)
            throws InvalidTreesException {
        ArmModel own = model(arm, arm.getBoosters());
        return switch (learner) {
            case TLearner.NAME -> new ArmEffect.Difference(own, untreated);
            case DRLearner.NAME -> new ArmEffect.Direct(own);
            default ->
                new ArmEffect.Blend(own, model(arm, arm.getControlBoosters()), model(arm, arm.getPropensityBoosters()));
        };
    }

    private static TreeCateModel sLearner(String version, UpliftModel record, List<Category> categories)
            throws InvalidTreesException {
        List<UpliftArm> all = new ArrayList<>(List.of(record.getControl()));
        all.addAll(record.getArms());
        return SLearner.model(
                version,
                record.getFeatures(),
                all.stream().map(UpliftArm::getName).toList(),
                all.stream().mapToLong(UpliftArm::getRows).toArray(),
                model(record.getControl(), record.getControl().getBoosters()).ensembles(),
                categories);
    }

    /** Of all arms or of none. */
    private static List<ArmModel> errors(UpliftModel record) throws InvalidTreesException {
        List<ArmModel> errors = new ArrayList<>();
        for (UpliftArm arm : record.getArms()) {
            if (!arm.getLogErrorBoosters().isEmpty()) {
                errors.add(model(arm, arm.getLogErrorBoosters()));
            }
        }
        if (!errors.isEmpty() && errors.size() < record.getArms().size()) {
            throw new IllegalArgumentException("some arms have standard errors and others have none");
        }
        return errors;
    }

    private static ArmModel model(UpliftArm arm, List<ByteBuffer> boosters) throws InvalidTreesException {
        List<TreeEnsemble> ensembles = new ArrayList<>();
        for (ByteBuffer booster : boosters) {
            byte[] saved = new byte[booster.remaining()];
            booster.duplicate().get(saved);
            ensembles.add(TreeEnsemble.read(saved));
        }
        return new ArmModel(arm.getName(), arm.getRows(), ensembles);
    }
}
