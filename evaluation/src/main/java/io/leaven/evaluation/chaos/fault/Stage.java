package io.leaven.evaluation.chaos.fault;

import io.leaven.evaluation.fleet.load.EventDriver;
import io.leaven.evaluation.fleet.load.Mischief;
import io.leaven.evaluation.fleet.process.AppProbe;
import io.leaven.evaluation.fleet.process.Fleet;

/** What faults are done to. */
public record Stage(Fleet fleet, AppProbe probe, EventDriver driver, Mischief mischief) {}
