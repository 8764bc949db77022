package angklung.replay;

import angklung.avro.Agreement;
import angklung.avro.LatePlays;
import angklung.model.OfferingKey;
import angklung.model.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the agreements say of services and offerings. */
final class Offerings {
    private final Map<OfferingKey, List<Agreement>> agreements = new HashMap<>();
    private final Set<String> dsps = new TreeSet<>();

    Offerings(List<Line<Agreement>> lines) {
        for (Line<Agreement> line : lines) {
            Agreement agreement = line.value();
            OfferingKey offering =
                    new OfferingKey(agreement.getDsp(), agreement.getTerritory(), agreement.getOffering());
            agreements.computeIfAbsent(offering, k -> new ArrayList<>()).add(agreement);
            dsps.add(agreement.getDsp());
        }
    }

    /** The services that have an agreement, sorted. */
    Set<String> dsps() {
        return dsps;
    }

    /** Whether the offering has an agreement for any right and time. */
    boolean knows(OfferingKey offering) {
        return agreements.containsKey(offering);
    }

    /** The day that a play counts for, in the offering's time zone, or UTC without an agreement. */
    LocalDate dayOf(OfferingKey offering, Instant startedAt) {
        List<Agreement> terms = agreements.get(offering);
        ZoneId zone = terms == null ? ZoneOffset.UTC : ZoneId.of(terms.get(0).getTimeZone());
        return startedAt.atZone(zone).toLocalDate();
    }

    /** Whether a late play of that day restates its own period: every agreement that covers the day must say so. */
    boolean restatesLate(OfferingKey offering, LocalDate day) {
        boolean covered = false;
        for (Agreement agreement : agreements.getOrDefault(offering, List.of())) {
            if (new Validity(agreement.getValidFrom(), agreement.getValidTo()).covers(day)) {
                covered = true;
                if (agreement.getLatePlays() != LatePlays.RESTATE) {
                    return false;
                }
            }
        }
        return covered;
    }

    /** The agreements, of all rights, that cover some day of the period. */
    List<Agreement> inForce(OfferingKey offering, Period period) {
        return agreements.getOrDefault(offering, List.of()).stream()
                .filter(a -> !a.getValidFrom().isAfter(period.lastDay()))
                .filter(a -> a.getValidTo() == null || a.getValidTo().isAfter(period.firstDay()))
                .toList();
    }
}
