package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
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
 * How the offerings of one service weigh subscribers' plays in one period. Taken once, when the period is cut:
 * agreements that come while weights are being sent would weigh some subscribers one way and some another.
 */
final class PeriodTerms {
    private final boolean always;
    private final SortedMap<String, SortedMap<String, List<Weighing>>> byTerritory;
    private final Map<String, List<Weighing.Artist>> boosting = new HashMap<>();

    private PeriodTerms(boolean always, SortedMap<String, SortedMap<String, List<Weighing>>> byTerritory) {
        this.always = always;
        this.byTerritory = byTerritory;
        byTerritory.forEach((territory, offerings) -> boosting.put(territory, offerings.values().stream()
                .flatMap(List::stream)
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
     */
    static PeriodTerms of(List<Agreement> agreements, Period period, FollowSubscribers follow) {
        SortedMap<String, SortedMap<String, SortedSet<String>>> texts = new TreeMap<>();
        for (Agreement agreement : agreements) {
            if (overlaps(agreement, period) && isBySubscriber(agreement)) {
                texts.computeIfAbsent(agreement.getTerritory(), key -> new TreeMap<>())
                        .computeIfAbsent(agreement.getOffering(), key -> new TreeSet<>())
                        .add(AgreedWeighing.of(agreement).toString());
            }
        }
        return of(follow == FollowSubscribers.ALL, texts);
    }

    private static PeriodTerms of(boolean always, SortedMap<String, SortedMap<String, SortedSet<String>>> texts) {
        SortedMap<String, SortedMap<String, List<Weighing>>> byTerritory = new TreeMap<>();
        texts.forEach((territory, offerings) -> offerings.forEach((offering, named) -> {
            SortedSet<String> all = new TreeSet<>(named);
            if (always) {
                all.add(Weighing.SUBSCRIBERS.toString());
            }
            byTerritory.computeIfAbsent(territory, key -> new TreeMap<>())
                    .put(offering, all.stream().map(Weighing::parse).toList());
        }));
        return new PeriodTerms(always, byTerritory);
    }

    /** The weighings of an offering that look at subscribers, each once. */
    List<Weighing> of(String territory, String offering) {
        SortedMap<String, List<Weighing>> ofTerritory = byTerritory.get(territory);
        List<Weighing> agreed = ofTerritory == null ? null : ofTerritory.get(offering);
        if (agreed != null) {
            return agreed;
        }
        return always ? List.of(Weighing.SUBSCRIBERS) : List.of();
    }

    /** The weighings of a territory that boost artists who reach their minima. */
    List<Weighing.Artist> boosting(String territory) {
        return boosting.getOrDefault(territory, List.of());
    }

    /** Whether the standing of artists changes any weight. */
    boolean needStanding() {
        return boosting.values().stream().anyMatch(weighings -> !weighings.isEmpty());
    }

    /** Whether it matters that an artist reaches the minima. */
    static boolean boosts(Weighing.Artist weighing) {
        return weighing.artistBoost().compareTo(BigDecimal.ONE) != 0;
    }

    private static boolean overlaps(Agreement agreement, Period period) {
        return !agreement.getValidFrom().isAfter(period.lastDay())
                && (agreement.getValidTo() == null || agreement.getValidTo().isAfter(period.firstDay()));
    }

    private static boolean isBySubscriber(Agreement agreement) {
        return agreement.getModel() == AllocationModel.USER_CENTRIC
                || agreement.getModel() == AllocationModel.ARTIST_CENTRIC;
    }

    void encode(StateWriter writer) {
        writer.flag(always).number(byTerritory.size());
        for (Map.Entry<String, SortedMap<String, List<Weighing>>> territory : byTerritory.entrySet()) {
            writer.text(territory.getKey()).number(territory.getValue().size());
            territory.getValue().forEach((offering, weighings) -> {
                writer.text(offering).number(weighings.size());
                weighings.forEach(weighing -> writer.text(weighing.toString()));
            });
        }
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
        return of(always, texts);
    }
}
