package io.leaven.dispatcher.decision;

import io.leaven.schemas.CustomerState;
import io.leaven.schemas.DecisionRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What makes a decision request bad, with the reason. The ranges are those of the contract; numbers must also fit the
 * network's 32-bit floats.
 */
final class RequestRules {

    private static final int OLDEST = 120;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final int actions;

    /** @param actions how many the catalogue has */
    RequestRules(int actions) {
        this.actions = actions;
    }

    /** The first rule that the request breaks, in words. */
    Optional<String> broken(DecisionRequest request) {
        String id = request.getCustomerId() + ":" + request.getStep();
        CustomerState state = request.getState();
        if (request.getCustomerId().isEmpty()) {
            return Optional.of("customerId is empty");
        }
        if (!request.getDecisionId().equals(id)) {
            return Optional.of("decisionId '" + request.getDecisionId() + "' is not '" + id + "'");
        }
        if (state.getStep() < 0 || request.getStep() - 1L != state.getStep()) {
            return Optional.of("step " + request.getStep() + " does not follow state.step " + state.getStep());
        }
        if (request.getRequestedAt().isBefore(Instant.EPOCH)
                || request.getRequestedAt().isAfter(LATEST)) {
            return Optional.of("requestedAt " + request.getRequestedAt() + " is not between 1970 and 9999");
        }
        return brokenState(state).or(() -> brokenAllowed(request.getAllowedActions()));
    }

    private static Optional<String> brokenState(CustomerState state) {
        int age = state.getAttributes().getAge();
        if (age < 0 || age > OLDEST) {
            return Optional.of("age " + age + " is not between 0 and " + OLDEST);
        }
        return brokenAmount("distanceMiles", state.getAttributes().getDistanceMiles())
                .or(() -> brokenAmount("messageLoad", state.getMessageLoad()))
                .or(() -> brokenAmount("purchaseRate", state.getPurchaseRate()))
                .or(() -> state.getChannelLoad().entrySet().stream()
                        .flatMap(load -> brokenAmount("channelLoad of " + load.getKey(), load.getValue()).stream())
                        .findFirst());
    }

    private static Optional<String> brokenAmount(String field, double value) {
        return value >= 0 && value <= Float.MAX_VALUE
                ? Optional.empty()
                : Optional.of(field + " " + value + " is not a finite number of 0 or more");
    }

    private Optional<String> brokenAllowed(List<Integer> allowed) {
        if (allowed == null) {
            return Optional.empty();
        }
        return allowed.stream()
                .filter(action -> action < 0 || action >= actions)
                .findFirst()
                .map(action -> "allowedActions names " + action + ", the catalogue has 0 to " + (actions - 1));
    }
}
