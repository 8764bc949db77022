package angklung.replay;

import java.util.List;
import java.util.Map;

/**
 * What a run knows that its topics do not.
 *
 * @param rows rows of input by kind, for the summary
 * @param playsSent plays that were to arrive, those refused at the edge included; −1 if that is not known
 * @param playsRefused plays that were refused before they reached their topic, by reason
 * @param periods of services that stay open
 * @param versions of the programs that took part, by name
 */
public record RunFacts(
        Map<String, Long> rows,
        long playsSent,
        Map<String, Long> playsRefused,
        List<Schedule.OpenPeriod> periods,
        Map<String, String> versions) {}
