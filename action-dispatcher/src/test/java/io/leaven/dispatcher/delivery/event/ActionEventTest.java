package io.leaven.dispatcher.delivery.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.leaven.dispatcher.delivery.Actions;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ActionEventTest {

    @Test
    void officialLibraryReadsTheHeadersAsAnEvent() {
        RecordHeaders headers = new RecordHeaders();
        ActionEvent.writeTo(headers, Actions.action("zoë", 3));
        byte[] value = {0, 0, 0, 0, 7, 1, 2, 3};

        CloudEvent event = KafkaMessageFactory.createReader(headers, value).toEvent();

        assertThat(event.getId()).isEqualTo("zoë:3");
        assertThat(event.getSubject()).isEqualTo("zoë");
        assertThat(event.getType()).isEqualTo("io.leaven.message-action.v1");
        assertThat(event.getSource()).hasToString("/leaven/dispatcher");
        assertThat(event.getTime().toInstant()).isEqualTo(Actions.TIME);
        assertThat(event.getDataContentType()).isEqualTo("application/avro");
        assertThat(event.getData().toBytes()).isEqualTo(value);
    }
}
