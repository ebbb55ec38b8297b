package io.leaven.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.Schema;

/** What a registry's answers say; one that makes no sense is a {@link SchemaRegistryException} that shows it. Pure. */
final class RegistryAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 300;

    private RegistryAnswer() {}

    /** @param asked the address, for complaints */
    static JsonNode read(String asked, String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new SchemaRegistryException("schema registry " + asked + " answered no JSON: " + abbreviate(body), e);
        }
    }

    static int id(JsonNode answer) {
        return number(answer, "id");
    }

    static Schema schema(JsonNode answer) {
        JsonNode text = field(answer, "schema");
        try {
            return new Schema.Parser().parse(text.asText());
        } catch (RuntimeException e) {
            // Text is all that is read here: Avro has no one class for what can be wrong with a schema.
            throw new SchemaRegistryException(
                    "the registry answered a schema that is not one of Avro: " + abbreviate(text.asText()), e);
        }
    }

    static SchemaRegistryClient.RegisteredSchema registered(String subject, JsonNode answer) {
        return new SchemaRegistryClient.RegisteredSchema(
                subject, id(answer), number(answer, "version"), schema(answer));
    }

    static boolean isCompatible(JsonNode answer) {
        return field(answer, "is_compatible").asBoolean();
    }

    /** Confluent's code in the body of a refusal, else the status. */
    static int errorCode(String body, int status) {
        try {
            return JSON.readTree(body).path("error_code").asInt(status);
        } catch (JsonProcessingException e) {
            return status;
        }
    }

    static String abbreviate(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static int number(JsonNode answer, String name) {
        JsonNode value = field(answer, name);
        if (!value.canConvertToInt()) {
            throw new SchemaRegistryException(
                    "the registry's answer has no whole number as '" + name + "': " + abbreviate(answer.toString()), 0);
        }
        return value.intValue();
    }

    private static JsonNode field(JsonNode answer, String name) {
        JsonNode value = answer.get(name);
        if (value == null) {
            throw new SchemaRegistryException(
                    "the registry's answer has no '" + name + "': " + abbreviate(answer.toString()), 0);
        }
        return value;
    }
}
