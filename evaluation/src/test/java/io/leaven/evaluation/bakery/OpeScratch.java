package io.leaven.evaluation.bakery;

import io.leaven.agent.policy.*;
import io.leaven.generator.world.*;
import io.leaven.trainer.evaluation.*;
import java.util.*;

class OpeScratch {
    // small-size rule: load below limit and not gold -> large by age
    static QFunction rule(double limit, boolean gold) {
        return (s, rows) -> {
            float[] q = new float[rows * 10];
            for (int i = 0; i < rows; i++) {
                int at = i * BakeryLog.WIDTH;
                boolean isGold = s[at + 7] > 0;
                double load = (s[at + 8] + 1) * 2;
                if ((gold || !isGold) && load < limit) {
                    int channel = s[at] < 0 ? 0 : 2;
                    q[i * 10 + 1 + channel * 3 + 2] = 1;
                }
            }
            return q;
        };
    }

    public static void main(String[] a) {
        WorldProfile profile = a[0].equals("paper") ? WorldProfiles.paper() : WorldProfiles.realistic();
        int n = Integer.parseInt(a[1]);
        int runs = Integer.parseInt(a[2]);
        TargetPolicy uniform = TargetPolicy.of((s, r) -> new float[r * 10], new UniformRandom());
        Map<String, TargetPolicy> logs = new LinkedHashMap<>();
        Random rr = new Random(5); double[] rate = new double[200000]; for (int i = 0; i < rate.length; i++) rate[i] = rr.nextDouble();
        logs.put("mixed", (s, m, k) -> { double[] p = new double[m.length * k]; for (int i = 0; i < p.length; i++) p[i] = i % k == 0 ? 1 - rate[i / k] : rate[i / k] / 9; return p; });
        logs.put("uniform", uniform);
        logs.put("eps.05 live", TargetPolicy.of(rule(1, false), new EpsilonGreedy(.05)));
        logs.put("eps.3 live", TargetPolicy.of(rule(1, false), new EpsilonGreedy(.3)));
        Map<String, TargetPolicy> targets = new LinkedHashMap<>();
        targets.put("live greedy", TargetPolicy.of(rule(1, false), new Greedy()));
        targets.put("less", TargetPolicy.of(rule(.2, false), new EpsilonGreedy(.05)));
        targets.put("more", TargetPolicy.of(rule(3, true), new EpsilonGreedy(.05)));

        ActionParts cat = ActionParts.of(io.leaven.agent.action.ActionCatalogue.standard()), sin = ActionParts.single(10);
        LinearModel m1 = new LinearModel(QuadraticFeatures::new, cat, 1), m10 = new LinearModel(QuadraticFeatures::new, cat, 10), m100 = new LinearModel(QuadraticFeatures::new, cat, 100);
        List<OffPolicyEstimator> est = List.of(new WeightedImportanceSampling(), DoublyRobust.plain(new FittedQEvaluation(m10)),
            DoublyRobust.recommended(new FittedQEvaluation(m10)), new FittedQEvaluation(m10),
            new MarginalDoublyRobust(m1), new MarginalDoublyRobust(m10), new MarginalDoublyRobust(m100), new MarginalDoublyRobust(m10, 20));
        Map<String, Double> truth = new HashMap<>();
        targets.forEach((k, v) -> truth.put(k, BakeryLog.truth(profile, 100000, 77, v)));
        logs.forEach((ln, lp) -> {
            for (String tn : targets.keySet()) {
                double[][] r = new double[est.size()][6];
                double ess = 0;
                for (int run = 0; run < runs; run++) {
                    LoggedCustomers log = BakeryLog.log(profile, n, 1000 + run, lp);
                    PolicyOnLog pol = new PolicyOnLog(log, targets.get(tn));
                    ess += WeightDiagnostics.of(pol).effective() / runs;
                    for (int e = 0; e < est.size(); e++) {
                        long t0 = System.nanoTime();
                        Interval i = new Bootstrap(300, .95, 1).interval(est.get(e).contributions(pol, 1));
                        r[e][4] += (System.nanoTime() - t0) / 1e9 / runs;
                        double err = i.estimate() - truth.get(tn);
                        r[e][0] += err / runs; r[e][1] += err * err / runs; r[e][2] += i.standardError() / runs;
                        r[e][3] += i.contains(truth.get(tn)) ? 1.0 / runs : 0;
                    }
                }
                System.out.printf("log %s target %s truth %.1f ess %.1f%n", ln, tn, truth.get(tn), ess);
                for (int e = 0; e < est.size(); e++)
                    System.out.printf("   %-5s%d bias %8.2f rmse %8.2f se %8.2f cover %.2f  %.2fs%n", est.get(e).name(), e, r[e][0], Math.sqrt(r[e][1]), r[e][2], r[e][3], r[e][4]);
            }
        });
    }

}
