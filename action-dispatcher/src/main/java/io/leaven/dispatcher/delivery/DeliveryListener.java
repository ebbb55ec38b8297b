package io.leaven.dispatcher.delivery;

import io.leaven.schemas.DeliveryReceipt;
import java.time.Duration;

/** Told of what happens, on the delivery thread. */
public interface DeliveryListener {

    /** An attempt has its outcome. */
    void attempted(Duration took);

    /** A message has its receipt, right before it is written. */
    void ended(DeliveryReceipt receipt);
}
