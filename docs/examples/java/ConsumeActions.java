import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Sends what Leaven decides: reads the actions topic, each action once in order of its customer. Needs kafka-clients, avro and
 * jackson-databind, none of Leaven's own jars. Arguments: BOOTSTRAP_SERVERS REGISTRY_URL [TOPIC] [HOW_MANY]
 */
public final class ConsumeActions {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String registry;
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

    private ConsumeActions(String registry) {
        this.registry = registry;
    }

    public static void main(String[] arguments) throws Exception {
        String topic = arguments.length > 2 ? arguments[2] : "leaven.actions";
        long howMany = arguments.length > 3 ? Long.parseLong(arguments[3]) : Long.MAX_VALUE;
        new ConsumeActions(arguments[1]).run(arguments[0], topic, howMany);
    }

    private void run(String servers, String topic, long howMany) throws Exception {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", servers,
                "group.id", "my-other-message-sender",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (long sent = 0; sent < howMany; ) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                    Header type = message.headers().lastHeader("ce_type");
                    // A CloudEvent: no need to decode what is not for us.
                    if (type != null && text(type).equals("io.leaven.message-action.v1")) {
                        send(decode(message.value()));
                        sent++;
                    }
                }
                consumer.commitSync();
            }
        }
    }

    /** Your own code: actionId is the idempotency key, templateKey names the text. */
    private static void send(GenericRecord action) {
        System.out.println(action.get("actionId") + " " + action.get("customerId") + " " + action.get("templateKey") + " "
                + action.get("discount"));
    }

    /** A value is 0, four bytes of schema id, and Avro. */
    private GenericRecord decode(byte[] value) throws IOException, InterruptedException {
        int id = ByteBuffer.wrap(value).getInt(1);
        if (!readers.containsKey(id)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id)).build();
            String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            String schema = new com.fasterxml.jackson.databind.ObjectMapper().readTree(answer).get("schema").textValue();
            readers.put(id, new GenericDatumReader<>(new Schema.Parser().parse(schema)));
        }
        return readers.get(id).read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
