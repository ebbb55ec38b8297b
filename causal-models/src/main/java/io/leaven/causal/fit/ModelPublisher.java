package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.UserError;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.topic.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts a model on the topic {@code causal-models}. */
final class ModelPublisher {

    /** More than brokers take by default: how large a model may be is the topic's to say (max.message.bytes). */
    private static final int MAX_REQUEST_BYTES = 64 << 20;

    private final Connection connection;

    ModelPublisher(Connection connection) {
        this.connection = connection;
    }

    /**
     * Returns when the brokers have the model.
     *
     * @throws UserError if they refuse it
     */
    void publish(String key, CausalModel model) {
        Map<String, Object> config = Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        try (Producer<byte[], byte[]> producer = connection.rawProducer("leaven-fit", config)) {
            ProducerRecord<byte[], byte[]> record = connection.record(Topics.CAUSAL_MODELS, key, model, null);
            try {
                producer.send(record).get();
            } catch (ExecutionException e) {
                throw new UserError(
                        "model '" + model.getVersion() + "' of " + record.value().length
                                + " bytes could not be published to '" + record.topic() + "': "
                                + e.getCause().getMessage(),
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UserError("interrupted while publishing model '" + model.getVersion() + "'", e);
            }
        }
    }
}
