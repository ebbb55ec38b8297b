package io.leaven.control.access;

import io.leaven.app.SettingsSource;
import io.leaven.app.Suggestion;
import io.leaven.app.UserError;
import io.leaven.app.access.Rights;
import io.leaven.causal.fit.FitRights;
import io.leaven.dispatcher.DeliverySettings;
import io.leaven.dispatcher.DispatcherRights;
import io.leaven.dispatcher.DispatcherSettings;
import io.leaven.enricher.EnricherRights;
import io.leaven.enricher.EnricherSettings;
import io.leaven.generator.GeneratorRights;
import io.leaven.trainer.TrainerRights;
import io.leaven.trainer.TrainerSettings;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** Who does something on the cluster under a name of their own: each app, and each kind of command that people run. */
enum Role {
    ENRICHER(
            "enricher",
            "enrich",
            (source, prefix) -> EnricherRights.enricher(source.settings(EnricherSettings::new), prefix)),
    REBUILD(
            "rebuild",
            "enrich --rebuild NAME",
            (source, prefix) -> EnricherRights.rebuild(source.settings(EnricherSettings::new), prefix)),
    TRAINER("trainer", "train", (source, prefix) -> TrainerRights.of(source.settings(TrainerSettings::new), prefix)),
    DISPATCHER(
            "dispatcher",
            "dispatch",
            (source, prefix) -> DispatcherRights.dispatcher(source.settings(DispatcherSettings::new), prefix)),
    DELIVERY(
            "delivery",
            "deliver",
            (source, prefix) -> DispatcherRights.delivery(source.settings(DeliverySettings::new), prefix)),
    FIT("fit", "fit mmm, fit uplift", (source, prefix) -> FitRights.of(prefix)),
    GENERATOR("generator", "generate", (source, prefix) -> GeneratorRights.of(prefix)),
    TOPICS("topics", "topics create, list, delete", (source, prefix) -> PeopleRights.topics(prefix)),
    VIEWER(
            "viewer",
            "watch, explain, lift, record, topics list, snapshots list and show",
            (source, prefix) -> PeopleRights.viewer(prefix)),
    OPERATOR(
            "operator",
            "snapshots pin, unpin, rollback, confirm, list and show",
            (source, prefix) -> PeopleRights.operator(prefix)),
    REPLAYER("replayer", "replay FILE", (source, prefix) -> PeopleRights.replayer(prefix));

    private final String label;
    private final String commands;
    private final BiFunction<SettingsSource, String, Rights> rights;

    Role(String label, String commands, BiFunction<SettingsSource, String, Rights> rights) {
        this.label = label;
        this.commands = commands;
        this.rights = rights;
    }

    String label() {
        return label;
    }

    /** What it runs, after the word {@code leaven}. */
    String commands() {
        return commands;
    }

    /** Whom the broker takes it for unless told otherwise. */
    String principal() {
        return "User:leaven-" + label;
    }

    /**
     * What it does by these settings.
     *
     * @param topicPrefix that names of topics begin with
     * @throws UserError if a setting is wrong
     */
    Rights rights(SettingsSource source, String topicPrefix) {
        return rights.apply(source, topicPrefix);
    }

    /** @throws UserError with the nearest name, if there is no such role */
    static Role byLabel(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label.equals(label))
                .findFirst()
                .orElseThrow(() -> {
                    String suggestion = Suggestion.of(label, labels());
                    return new UserError("there is no app or role '" + label + "'"
                            + (suggestion.isEmpty() ? "; known are " + String.join(", ", labels()) : suggestion));
                });
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Role::label).toList();
    }
}
