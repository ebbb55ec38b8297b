package io.leaven.evaluation.chaos.fault;

import java.util.List;

/** Apps die at the same moment by SIGKILL. */
record KillApps(List<String> apps) implements Fault {

    @Override
    public String label() {
        return "kill -9 " + String.join(" and ", apps);
    }

    @Override
    public void inject(Stage stage) {
        apps.forEach(app -> stage.fleet().app(app).kill());
    }
}
