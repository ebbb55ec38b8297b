package io.leaven.evaluation.chaos.fault;

import io.leaven.evaluation.chaos.load.EventDriver;
import io.leaven.evaluation.chaos.load.Mischief;
import io.leaven.evaluation.chaos.process.AppProbe;
import io.leaven.evaluation.chaos.process.Fleet;

/** What faults are done to. */
public record Stage(Fleet fleet, AppProbe probe, EventDriver driver, Mischief mischief) {}
