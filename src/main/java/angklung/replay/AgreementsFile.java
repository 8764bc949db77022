package angklung.replay;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.IdleSubscribers;
import angklung.avro.LatePlays;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code agreements.csv}. Of two agreements for one right of one offering, no two may touch one calendar
 * month, because a period is priced by one; and all of one offering have one time zone, because its plays are
 * counted once for all rights.
 */
final class AgreementsFile {
    private static final Columns COLUMNS = new Columns(
            List.of("dsp", "territory", "offering", "right_type", "model", "revenue_share", "valid_from"),
            List.of("label_payments_share", "per_play_minimum", "per_subscriber_minimum", "floor_per_subscriber",
                    "minimum_track_plays", "minimum_track_window", "artist_min_plays", "artist_min_listeners",
                    "artist_boost", "active_boost", "subscriber_cap", "idle_subscribers", "late_plays", "screening",
                    "claims", "time_zone", "valid_to"));
    private static final int WINDOW_DEFAULT = 12;
    private static final int WINDOW_MAX = 1200;

    private final InputErrors errors;
    private final List<Line<Agreement>> agreements = new ArrayList<>();
    private final Map<RightKey, List<Line<Agreement>>> byRight = new HashMap<>();
    private final Map<OfferingKey, Line<Agreement>> firstOfOffering = new HashMap<>();

    private record RightKey(OfferingKey offering, RightType right) {}

    AgreementsFile(InputErrors errors) {
        this.errors = errors;
    }

    List<Line<Agreement>> read(InputFile file) {
        long before = agreements.size();
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        if (agreements.size() == before && errors.none()) {
            errors.add(file.name(), 0, "there is no agreement, so there is nothing to settle");
        }
        return List.copyOf(agreements);
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        Agreement.Builder agreement = Agreement.newBuilder();
        agreement.setDsp(orEmpty(cells.dsp("dsp")));
        agreement.setTerritory(orEmpty(cells.territory("territory")));
        agreement.setOffering(orEmpty(cells.name("offering")));
        RightType right = cells.oneOf("right_type", Cells.known(RightType.values()));
        AllocationModel model = cells.oneOf("model", Cells.known(AllocationModel.values()));
        readPrice(cells, agreement);
        readPolicies(cells, agreement);
        refuseUnsupported(cells, model);
        LocalDate from = cells.date("valid_from");
        LocalDate to = cells.dateOrNull("valid_to");
        if (from != null && to != null && !to.isAfter(from)) {
            cells.fault("valid_to " + to + " is not after valid_from " + from + "; it is the first day not covered");
        }
        if (cells.good()) {
            keep(cells.line(agreement.setRightType(right)
                    .setModel(model)
                    .setValidFrom(from)
                    .setValidTo(to)
                    .build()));
        }
    }

    private static void readPrice(Cells cells, Agreement.Builder agreement) {
        agreement.setRevenueShareMillionths(micros(cells.decimal("revenue_share", Decimals.PART)));
        agreement.setLabelPaymentsShareMillionths(micros(cells.decimalOrNull("label_payments_share", Decimals.PART)));
        agreement.setPerPlayMinimum(price(cells.decimalOrNull("per_play_minimum", Decimals.PRICE)));
        agreement.setPerSubscriberMinimum(price(cells.decimalOrNull("per_subscriber_minimum", Decimals.PRICE)));
        agreement.setFloorPerSubscriber(price(cells.decimalOrNull("floor_per_subscriber", Decimals.PRICE)));
    }

    private static void readPolicies(Cells cells, Agreement.Builder agreement) {
        agreement.setIdleSubscribers(orElse(
                cells.oneOfOr("idle_subscribers", IdleSubscribers.SPREAD, Cells.known(IdleSubscribers.values())),
                IdleSubscribers.UNKNOWN));
        agreement.setClaims(orElse(
                cells.oneOfOr("claims", ClaimsPolicy.HOLD_ALL, Cells.known(ClaimsPolicy.values())),
                ClaimsPolicy.UNKNOWN));
        ZoneId zone = cells.zoneOrUtc("time_zone");
        agreement.setTimeZone(zone == null ? "" : zone.getId());
        Long window = cells.wholeOr("minimum_track_window", (long) WINDOW_DEFAULT, 1, WINDOW_MAX);
        agreement.setMinimumTrackWindow(window == null ? 0 : window.intValue());
    }

    /** Terms that the contract has and this release does not act on. */
    private static void refuseUnsupported(Cells cells, AllocationModel model) {
        cells.unsupported(model != null && model != AllocationModel.MARKET_CENTRIC, "model");
        Long trackPlays = cells.wholeOr("minimum_track_plays", 0L, 0, Long.MAX_VALUE);
        cells.unsupported(trackPlays != null && trackPlays > 0, "minimum_track_plays");
        for (String threshold : List.of("artist_min_plays", "artist_min_listeners")) {
            Long value = cells.wholeOr(threshold, 0L, 0, Long.MAX_VALUE);
            cells.unsupported(value != null && value > 0, threshold);
        }
        for (String boost : List.of("artist_boost", "active_boost")) {
            BigDecimal factor = cells.decimalOrNull(boost, Decimals.FACTOR);
            cells.unsupported(factor != null && factor.compareTo(BigDecimal.ONE) != 0, boost);
        }
        cells.unsupported(cells.decimalOrNull("subscriber_cap", Decimals.FACTOR) != null, "subscriber_cap");
        LatePlays late = cells.oneOfOr("late_plays", LatePlays.NEXT_PERIOD, Cells.known(LatePlays.values()));
        cells.unsupported(late == LatePlays.RESTATE, "late_plays");
        ScreeningPolicy screening =
                cells.oneOfOr("screening", ScreeningPolicy.NONE, Cells.known(ScreeningPolicy.values()));
        cells.unsupported(screening != null && screening != ScreeningPolicy.NONE, "screening");
    }

    private void keep(Line<Agreement> line) {
        Agreement agreement = line.value();
        OfferingKey offering =
                new OfferingKey(agreement.getDsp(), agreement.getTerritory(), agreement.getOffering());
        Line<Agreement> first = firstOfOffering.putIfAbsent(offering, line);
        if (first != null && !first.value().getTimeZone().equals(agreement.getTimeZone())) {
            errors.add(line.file(), line.line(), "time_zone " + agreement.getTimeZone() + " differs from "
                    + first.value().getTimeZone() + " in line " + first.line() + "; " + offering
                    + " counts its plays in one time zone");
        }
        List<Line<Agreement>> others =
                byRight.computeIfAbsent(new RightKey(offering, agreement.getRightType()), k -> new ArrayList<>());
        for (Line<Agreement> other : others) {
            refuseSharedMonth(line, other);
        }
        others.add(line);
        agreements.add(line);
    }

    private void refuseSharedMonth(Line<Agreement> line, Line<Agreement> other) {
        Agreement a = line.value();
        Agreement b = other.value();
        LocalDate from = a.getValidFrom().isAfter(b.getValidFrom()) ? a.getValidFrom() : b.getValidFrom();
        LocalDate to = earlier(a.getValidTo(), b.getValidTo());
        String what = a.getDsp() + "/" + a.getTerritory() + "/" + a.getOffering() + " " + a.getRightType();
        if (to == null || to.isAfter(from)) {
            errors.add(line.file(), line.line(), "overlaps the agreement in line " + other.line() + " for " + what
                    + " from " + from);
        } else if (Period.of(to.minusDays(1)).equals(Period.of(from))) {
            errors.add(line.file(), line.line(), "touches the period " + Period.of(from)
                    + ", as the agreement in line " + other.line() + " for " + what
                    + " does; a period is priced by one agreement");
        }
    }

    private static LocalDate earlier(LocalDate a, LocalDate b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }

    private static Long micros(BigDecimal part) {
        return part == null ? null : Micros.exact(part);
    }

    private static BigDecimal price(BigDecimal price) {
        return price == null ? null : price.setScale(Decimals.PRICE.scaleMax());
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static <T> T orElse(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
