package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.ScreeningPolicy;
import angklung.avro.ScreeningRule;
import angklung.model.Period;
import angklung.model.Weighing;
import angklung.stage.AgreedWeighing;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the offerings of one service weigh and screen subscribers' plays in one period. Taken once, when the period is
 * cut: agreements that come while weights are being sent would weigh some subscribers one way and some another.
 */
final class PeriodTerms {
    private final boolean always;
    private final SortedMap<String, SortedMap<String, List<ScreenedWeighing>>> byTerritory;
    private final PeriodScreening screening;
    private final Map<String, List<Weighing.Artist>> boosting = new HashMap<>();

    private PeriodTerms(
            boolean always,
            SortedMap<String, SortedMap<String, List<ScreenedWeighing>>> byTerritory,
            PeriodScreening screening) {
        this.always = always;
        this.byTerritory = byTerritory;
        this.screening = screening;
        byTerritory.forEach((territory, offerings) -> boosting.put(territory, offerings.values().stream()
                .flatMap(List::stream)
                .map(ScreenedWeighing::weighing)
                .filter(weighing -> weighing instanceof Weighing.Artist artist && boosts(artist))
                .map(Weighing.Artist.class::cast)
                .distinct()
                .toList()));
    }

    /**
     * The weighings of all agreements that overlap the period.
     *
     * @param agreements of the service
     * @param follow whether every offering's subscribers are weighed whatever is agreed
     * @param rules thresholds of screening of the service
     * @param decisions how many decisions on hits are known, see {@link DecisionStore#known}
     */
    static PeriodTerms of(
            List<Agreement> agreements,
            Period period,
            FollowSubscribers follow,
            List<ScreeningRule> rules,
            int decisions) {
        boolean always = follow == FollowSubscribers.ALL;
        SortedMap<String, SortedMap<String, SortedSet<String>>> texts = new TreeMap<>();
        for (Agreement agreement : agreements) {
            if (overlaps(agreement, period) && (always || isBySubscriber(agreement))) {
                SortedSet<String> ofOffering = texts.computeIfAbsent(agreement.getTerritory(), key -> new TreeMap<>())
                        .computeIfAbsent(agreement.getOffering(), key -> new TreeSet<>());
                add(agreement, always, ofOffering);
            }
        }
        return of(always, texts, PeriodScreening.of(agreements, period, rules, decisions));
    }

    /** With what would be asked if the offering were user-centric under the same agreement. */
    private static void add(Agreement agreement, boolean always, SortedSet<String> texts) {
        if (isBySubscriber(agreement)) {
            texts.add(new ScreenedWeighing(AgreedWeighing.of(agreement), agreement.getScreening()).toString());
        }
        if (always) {
            texts.add(new ScreenedWeighing(Weighing.SUBSCRIBERS, ScreeningPolicy.NONE).toString());
            texts.add(new ScreenedWeighing(Weighing.SUBSCRIBERS, agreement.getScreening()).toString());
        }
    }

    private static PeriodTerms of(
            boolean always,
            SortedMap<String, SortedMap<String, SortedSet<String>>> texts,
            PeriodScreening screening) {
        SortedMap<String, SortedMap<String, List<ScreenedWeighing>>> byTerritory = new TreeMap<>();
        texts.forEach((territory, offerings) -> offerings.forEach((offering, named) ->
                byTerritory.computeIfAbsent(territory, key -> new TreeMap<>())
                        .put(offering, named.stream().map(ScreenedWeighing::parse).toList())));
        return new PeriodTerms(always, byTerritory, screening);
    }

    /** The weighings of an offering that look at subscribers, each once. */
    List<ScreenedWeighing> of(String territory, String offering) {
        SortedMap<String, List<ScreenedWeighing>> ofTerritory = byTerritory.get(territory);
        List<ScreenedWeighing> agreed = ofTerritory == null ? null : ofTerritory.get(offering);
        if (agreed != null) {
            return agreed;
        }
        return always ? List.of(new ScreenedWeighing(Weighing.SUBSCRIBERS, ScreeningPolicy.NONE)) : List.of();
    }

    /** The weighings of a territory that boost artists who reach their minima. */
    List<Weighing.Artist> boosting(String territory) {
        return boosting.getOrDefault(territory, List.of());
    }

    PeriodScreening screening() {
        return screening;
    }

    /** Whether tasks have to tell each other something before plays can be weighed. */
    boolean needExchange() {
        return screening.isAgreed() || boosting.values().stream().anyMatch(weighings -> !weighings.isEmpty());
    }

    /** Whether it matters that an artist reaches the minima. */
    static boolean boosts(Weighing.Artist weighing) {
        return weighing.artistBoost().compareTo(BigDecimal.ONE) != 0;
    }

    static boolean overlaps(Agreement agreement, Period period) {
        return !agreement.getValidFrom().isAfter(period.lastDay())
                && (agreement.getValidTo() == null || agreement.getValidTo().isAfter(period.firstDay()));
    }

    private static boolean isBySubscriber(Agreement agreement) {
        return agreement.getModel() == AllocationModel.USER_CENTRIC
                || agreement.getModel() == AllocationModel.ARTIST_CENTRIC;
    }

    void encode(StateWriter writer) {
        writer.flag(always).number(byTerritory.size());
        for (Map.Entry<String, SortedMap<String, List<ScreenedWeighing>>> territory : byTerritory.entrySet()) {
            writer.text(territory.getKey()).number(territory.getValue().size());
            territory.getValue().forEach((offering, weighings) -> {
                writer.text(offering).number(weighings.size());
                weighings.forEach(weighing -> writer.text(weighing.toString()));
            });
        }
        screening.encode(writer);
    }

    static PeriodTerms decode(StateReader reader) {
        boolean always = reader.flag();
        SortedMap<String, SortedMap<String, SortedSet<String>>> texts = new TreeMap<>();
        for (int territories = reader.integer(); territories > 0; territories--) {
            SortedMap<String, SortedSet<String>> ofTerritory = new TreeMap<>();
            texts.put(reader.text(), ofTerritory);
            for (int offerings = reader.integer(); offerings > 0; offerings--) {
                SortedSet<String> weighings = new TreeSet<>();
                ofTerritory.put(reader.text(), weighings);
                for (int named = reader.integer(); named > 0; named--) {
                    weighings.add(reader.text());
                }
            }
        }
        return of(always, texts, PeriodScreening.decode(reader));
    }
}
