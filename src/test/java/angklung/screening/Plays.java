package angklung.screening;

import angklung.avro.Engagement;
import angklung.model.Period;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plays of one subscriber, in a few words. Everything is in UTC, so that a local day begins at its first second. */
final class Plays {
    static final Period PERIOD = Period.parse("2026-04");
    static final int FIRST_DAY = Math.toIntExact(PERIOD.firstDay().toEpochDay());
    static final int LAST_DAY = Math.toIntExact(PERIOD.lastDay().toEpochDay());
    static final long DEVICE = 7;

    /** Recordings that begin with AI are made by a machine; what stands before the dash is the artist. */
    static final Catalogue CATALOGUE = new Catalogue() {
        @Override
        public Collection<String> artists(String isrc) {
            return Set.of(isrc.split("-")[0]);
        }

        @Override
        public boolean aiGenerated(String isrc) {
            return isrc.startsWith("AI");
        }
    };

    private final List<ScreenedPlay> plays = new ArrayList<>();
    private String territory = "KR";
    private long device = DEVICE;

    /** Where the next plays are. */
    Plays in(String place) {
        territory = place;
        return this;
    }

    /** On what the next plays are. */
    Plays on(long digest) {
        device = digest;
        return this;
    }

    /** One play of 180 s. */
    Plays at(String isrc, int day, int secondOfDay) {
        return at(isrc, day, secondOfDay, 180);
    }

    /** One play; days count from 1. */
    Plays at(String isrc, int day, int secondOfDay, int playedSeconds) {
        return at(isrc, day, secondOfDay, playedSeconds, false);
    }

    Plays at(String isrc, int day, int secondOfDay, int playedSeconds, boolean complete) {
        int epochDay = FIRST_DAY + day - 1;
        plays.add(new ScreenedPlay(
                territory,
                "Premium",
                isrc,
                Engagement.ACTIVE,
                epochDay,
                0,
                epochDay * 86_400L + secondOfDay,
                playedSeconds,
                complete,
                device));
        return this;
    }

    /** Plays of one recording on one day, a second apart from 00:00:00 on. */
    Plays times(int times, String isrc, int day, int playedSeconds) {
        for (int i = 0; i < times; i++) {
            at(isrc, day, i, playedSeconds);
        }
        return this;
    }

    List<ScreenedPlay> list() {
        return plays;
    }

    SubscriberScreen screen(Thresholds thresholds) {
        return screen("listener", thresholds);
    }

    SubscriberScreen screen(String subscriber, Thresholds thresholds) {
        return new SubscriberScreen(terms(thresholds), subscriber, plays);
    }

    /** What one rule finds. */
    List<Finding> findings(Thresholds thresholds) {
        return screen(thresholds).findings();
    }

    static ScreeningTerms terms(Thresholds thresholds) {
        return new ScreeningTerms("alun", PERIOD, thresholds, CATALOGUE);
    }

    /** One rule and no other, with some thresholds of its own: name, value, name, value, … */
    static Thresholds only(Rule rule, String... namesAndValues) {
        return Thresholds.of(onlyIn(null, rule, namesAndValues));
    }

    /** One rule in one territory (null: everywhere) and no other. */
    static List<StatedRule> onlyIn(String territory, Rule rule, String... namesAndValues) {
        List<StatedRule> stated = new ArrayList<>();
        Arrays.stream(Rule.values())
                .filter(other -> other != rule || territory != null)
                .forEach(other -> stated.add(new StatedRule(other.id(), null, false, Map.of(), "2026-01-01")));
        stated.add(stated(territory, rule, namesAndValues));
        return stated;
    }

    static StatedRule stated(String territory, Rule rule, String... namesAndValues) {
        Map<String, BigDecimal> thresholds = new java.util.HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            thresholds.put(namesAndValues[i], new BigDecimal(namesAndValues[i + 1]));
        }
        return new StatedRule(rule.id(), territory, true, thresholds, "2026-01-01");
    }

    /** Observed value by threshold. */
    static Map<String, BigDecimal> observed(List<Evidence> evidence) {
        Map<String, BigDecimal> observed = new java.util.TreeMap<>();
        evidence.forEach(each -> observed.put(each.name(), each.observed().stripTrailingZeros()));
        return observed;
    }

    /** A number as {@link #observed} gives it. */
    static BigDecimal number(String value) {
        return new BigDecimal(value).stripTrailingZeros();
    }
}
