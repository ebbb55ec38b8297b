package io.leaven.control.config;

import io.leaven.app.ConnectionSettings;
import io.leaven.app.Suggestion;
import io.leaven.app.UserError;
import io.leaven.causal.fit.MmmSettings;
import io.leaven.causal.fit.UpliftSettings;
import io.leaven.dispatcher.DeliverySettings;
import io.leaven.dispatcher.DispatcherSettings;
import io.leaven.enricher.EnricherSettings;
import io.leaven.generator.GeneratorSettings;
import io.leaven.trainer.TrainerSettings;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of each app, by the name that their keys begin with. */
enum AppSettings {
    CONNECTION(
            "connection",
            "broker, registry, topic prefix, health and metrics: what every command has",
            ConnectionSettings.DEFINITION),
    GENERATOR("generator", "leaven generate", GeneratorSettings.DEFINITION),
    CAUSAL_UPLIFT("causal.uplift", "leaven fit uplift", UpliftSettings.DEFINITION),
    CAUSAL_MMM("causal.mmm", "leaven fit mmm", MmmSettings.DEFINITION),
    ENRICHER("enricher", "leaven enrich", EnricherSettings.DEFINITION),
    TRAINER("trainer", "leaven train", TrainerSettings.DEFINITION),
    DISPATCHER("dispatcher", "leaven dispatch", DispatcherSettings.DEFINITION),
    DELIVERY(
            "delivery",
            "leaven deliver, with the settings of every installed backend",
            DeliverySettings.withBackends());

    private final String label;
    private final String purpose;
    private final ConfigDef definition;

    AppSettings(String label, String purpose, ConfigDef definition) {
        this.label = label;
        this.purpose = purpose;
        this.definition = definition;
    }

    String label() {
        return label;
    }

    String purpose() {
        return purpose;
    }

    ConfigDef definition() {
        return definition;
    }

    /**
     * The settings of that name.
     *
     * @throws UserError with the nearest name, if there are none
     */
    static AppSettings byLabel(String label) {
        String suggestion = Suggestion.of(label, labels());
        return Arrays.stream(values())
                .filter(app -> app.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new UserError("no app has settings under the name '" + label + "'"
                        + (suggestion.isEmpty() ? "; known are " + String.join(", ", labels()) : suggestion)));
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(AppSettings::label).toList();
    }
}
