package io.leaven.trainer.dyna;

import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * What customers did, for the {@link ResponseModel}: the newest steps in primitive arrays, 4 x features + 8 bytes each. Not safe for
 * use by several threads.
 */
final class ResponseData implements Checkpointed {

    private static final int FIRST_ROWS = 1_024;
    private static final int TIERS = Tier.values().length;

    private final List<StateFeature> features;
    private final int capacity;
    private float[] values = {};
    private byte[] actions = {};
    private byte[] tiersBefore = {};
    private byte[] tiersAfter = {};
    private boolean[] purchased = {};
    private float[] worth = {};
    private int size;
    private int next;

    /** @param capacity most steps to keep */
    ResponseData(List<StateFeature> features, int capacity) {
        this.features = features;
        this.capacity = capacity;
    }

    void add(Transition transition) {
        if (next == capacity) {
            next = 0;
        } else if (next == actions.length) {
            resize((int) Math.min(capacity, Math.max(FIRST_ROWS, 2L * next)));
        }
        for (int i = 0; i < features.size(); i++) {
            values[next * features.size() + i] = (float) features.get(i).of(transition.getState());
        }
        RewardLedger ledger = transition.getReward();
        actions[next] = (byte) transition.getAction();
        tiersBefore[next] = (byte) transition.getState().getTier().ordinal();
        tiersAfter[next] = (byte) transition.getNextState().getTier().ordinal();
        purchased[next] = transition.getPurchased();
        worth[next] = (float) (ledger.getTicket() + ledger.getUplift() + ledger.getDiscountCost());
        next++;
        size = Math.max(size, next);
    }

    private void resize(int rows) {
        values = Arrays.copyOf(values, rows * features.size());
        actions = Arrays.copyOf(actions, rows);
        tiersBefore = Arrays.copyOf(tiersBefore, rows);
        tiersAfter = Arrays.copyOf(tiersAfter, rows);
        purchased = Arrays.copyOf(purchased, rows);
        worth = Arrays.copyOf(worth, rows);
    }

    int size() {
        return size;
    }

    List<StateFeature> features() {
        return features;
    }

    float value(int row, int feature) {
        return values[row * features.size() + feature];
    }

    int action(int row) {
        return actions[row];
    }

    boolean purchased(int row) {
        return purchased[row];
    }

    /** Whether the tier could have fallen and did. */
    boolean dropped(int row) {
        return tiersAfter[row] < tiersBefore[row];
    }

    boolean canDrop(int row) {
        return tiersBefore[row] > 0;
    }

    /** What the purchase brought in dollars beside the move of the tier: ticket, uplift, margin given away. */
    float worth(int row) {
        return worth[row];
    }

    /** Share of purchases that lifted the tier, by tier. Where there are none the tier does not rise. */
    double[] riseShares() {
        double[] purchases = new double[TIERS];
        double[] rises = new double[TIERS];
        for (int row = 0; row < size; row++) {
            if (purchased[row]) {
                purchases[tiersBefore[row]]++;
                rises[tiersBefore[row]] += tiersAfter[row] > tiersBefore[row] ? 1 : 0;
            }
        }
        for (int tier = 0; tier < TIERS; tier++) {
            rises[tier] = purchases[tier] == 0 ? 0 : rises[tier] / purchases[tier];
        }
        return rises;
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("response data");
        out.writeInt(size);
        out.writeInt(next);
        out.writeFloats(values, size * features.size());
        out.writeBytes(actions, size);
        out.writeBytes(tiersBefore, size);
        out.writeBytes(tiersAfter, size);
        out.writeBooleans(purchased, size);
        out.writeFloats(worth, size);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("response data");
        size = in.readCount(capacity, features.size() * Float.BYTES + 2 * Float.BYTES);
        next = in.readCount(size, 0);
        resize(size);
        in.readFloats(values, size * features.size());
        in.readBytes(actions, size);
        in.readBytes(tiersBefore, size);
        in.readBytes(tiersAfter, size);
        in.readBooleans(purchased, size);
        in.readFloats(worth, size);
    }
}
