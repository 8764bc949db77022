package angklung.intake;

import angklung.avro.Agreement;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which time zone an offering's days are in. Its agreements name one, the same for all rights; if they do not,
 * the first right by name decides, and of one right the agreement that began last. Days that no agreement covers
 * follow the nearest earlier one, and UTC if there is none.
 */
final class TimeZones {
    private static final Comparator<Agreement> BY_RIGHT =
            Comparator.comparing((Agreement agreement) -> agreement.getRightType().name());

    private static final Comparator<Agreement> COVERING =
            BY_RIGHT.thenComparing(Agreement::getValidFrom, Comparator.reverseOrder());

    private TimeZones() {}

    /**
     * The local days of an offering.
     *
     * @param agreements all of that offering, in any order
     * @throws IllegalStateException if one names no IANA time zone
     */
    static LocalDays daysOf(List<Agreement> agreements) {
        SortedSet<LocalDate> changes = new TreeSet<>();
        for (Agreement agreement : agreements) {
            changes.add(agreement.getValidFrom());
            if (agreement.getValidTo() != null) {
                changes.add(agreement.getValidTo());
            }
        }
        List<LocalDays.Zone> zones = new ArrayList<>();
        for (LocalDate change : changes) {
            zones.add(new LocalDays.Zone(change.toEpochDay(), rulesOn(agreements, change)));
        }
        return new LocalDays(zones);
    }

    private static ZoneRules rulesOn(List<Agreement> agreements, LocalDate date) {
        return agreements.stream()
                .filter(agreement -> covers(agreement, date))
                .min(COVERING)
                .or(() -> agreements.stream()
                        .filter(agreement -> endsBy(agreement, date))
                        .min(Comparator.comparing(Agreement::getValidTo, Comparator.<LocalDate>reverseOrder())
                                .thenComparing(COVERING)))
                .map(TimeZones::rules)
                .orElse(ZoneOffset.UTC.getRules());
    }

    /** Whether an agreement is in force on a date. */
    static boolean covers(Agreement agreement, LocalDate date) {
        return !agreement.getValidFrom().isAfter(date)
                && (agreement.getValidTo() == null || agreement.getValidTo().isAfter(date));
    }

    private static boolean endsBy(Agreement agreement, LocalDate date) {
        return agreement.getValidTo() != null && !agreement.getValidTo().isAfter(date);
    }

    /** The rules of the zone that an agreement names. */
    static ZoneRules rules(Agreement agreement) {
        try {
            return ZoneId.of(agreement.getTimeZone()).getRules();
        } catch (DateTimeException e) {
            throw new IllegalStateException("The agreement of " + agreement.getDsp() + "/" + agreement.getTerritory()
                    + "/" + agreement.getOffering() + " for " + agreement.getRightType() + " from "
                    + agreement.getValidFrom() + " names the time zone '" + agreement.getTimeZone()
                    + "', which is not in the IANA database: send the agreement again with another", e);
        }
    }
}
