package io.leaven.trainer.replay;

/**
 * How experience is kept.
 *
 * @param memoryTransitions most transitions to learn from, the newest
 * @param steps n of the n-step returns; 1 for single steps
 * @param gamma discount of a step inside a return
 * @param customersUnderWay most customers whose last steps are remembered for their returns
 * @param priorityAlpha how far errors decide what is drawn, 0 to 1; 0 draws all alike
 * @param priorityBeta how far weights make up for it, 0 to 1
 */
public record ExperienceSettings(
        int memoryTransitions,
        int steps,
        double gamma,
        int customersUnderWay,
        double priorityAlpha,
        double priorityBeta) {

    private static final int CUSTOMERS_UNDER_WAY = 100_000;

    public ExperienceSettings {
        if (steps < 1) {
            throw new IllegalArgumentException("a return over " + steps + " steps is not one over 1 or more");
        }
        if (!(priorityAlpha >= 0 && priorityAlpha <= 1 && priorityBeta >= 0 && priorityBeta <= 1)) {
            throw new IllegalArgumentException(
                    "priorities' alpha " + priorityAlpha + " and beta " + priorityBeta + " must be between 0 and 1");
        }
    }

    /** Single steps, all drawn alike. */
    public static ExperienceSettings plain(int memoryTransitions) {
        return new ExperienceSettings(memoryTransitions, 1, 1, CUSTOMERS_UNDER_WAY, 0, 0);
    }

    public static ExperienceSettings of(
            int memoryTransitions, int steps, double gamma, double priorityAlpha, double priorityBeta) {
        return new ExperienceSettings(
                memoryTransitions, steps, gamma, CUSTOMERS_UNDER_WAY, priorityAlpha, priorityBeta);
    }
}
