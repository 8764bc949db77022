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
 * month, because a period is priced by one; and all of one offering have one time zone and one rule for late plays,
 * because its plays are counted once for all rights. A term that the model does not use is refused: whoever wrote it
 * expects it to change an amount.
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

    /** Below it, the 24 decimals of weights would not tell a subscriber's plays apart. */
    private static final BigDecimal CAP_MIN = new BigDecimal("0.000001");

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
        readMinimum(cells, agreement);
        readArtistTerms(cells, agreement, model);
        readPolicies(cells, agreement);
        Validity validity = cells.validity();
        if (cells.good()) {
            keep(cells.line(agreement.setRightType(right)
                    .setModel(model)
                    .setValidFrom(validity.from())
                    .setValidTo(validity.to())
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

    private static void readMinimum(Cells cells, Agreement.Builder agreement) {
        agreement.setMinimumTrackPlays(positive(cells.wholeOr("minimum_track_plays", null, 0, Long.MAX_VALUE)));
        Long window = cells.wholeOr("minimum_track_window", (long) WINDOW_DEFAULT, 1, WINDOW_MAX);
        agreement.setMinimumTrackWindow(window == null ? 0 : window.intValue());
    }

    private static void readArtistTerms(Cells cells, Agreement.Builder agreement, AllocationModel model) {
        Long plays = positive(cells.wholeOr("artist_min_plays", null, 0, Long.MAX_VALUE));
        Long listeners = positive(cells.wholeOr("artist_min_listeners", null, 0, Long.MAX_VALUE));
        BigDecimal artistBoost = factor(cells, "artist_boost");
        BigDecimal activeBoost = factor(cells, "active_boost");
        BigDecimal cap = cap(cells);
        if (model != null && model != AllocationModel.ARTIST_CENTRIC) {
            refuseArtistTerm(cells, model, plays != null, "artist_min_plays");
            refuseArtistTerm(cells, model, listeners != null, "artist_min_listeners");
            refuseArtistTerm(cells, model, artistBoost != null, "artist_boost");
            refuseArtistTerm(cells, model, activeBoost != null, "active_boost");
            refuseArtistTerm(cells, model, cap != null, "subscriber_cap");
        }
        agreement.setArtistMinPlays(plays);
        agreement.setArtistMinListeners(listeners);
        agreement.setArtistBoost(price(artistBoost));
        agreement.setActiveBoost(price(activeBoost));
        agreement.setSubscriberCap(price(cap));
    }

    private static void refuseArtistTerm(Cells cells, AllocationModel model, boolean given, String column) {
        if (given) {
            cells.fault(column + " '" + cells.raw(column) + "' belongs to the model ARTIST_CENTRIC, and " + model
                    + " does not use it; leave it empty, or change the model");
        }
    }

    /** Null for 1, which changes nothing. */
    private static BigDecimal factor(Cells cells, String column) {
        BigDecimal factor = positive(cells, column);
        return factor == null || factor.compareTo(BigDecimal.ONE) == 0 ? null : factor;
    }

    private static BigDecimal cap(Cells cells) {
        BigDecimal cap = positive(cells, "subscriber_cap");
        if (cap != null && cap.signum() > 0 && cap.compareTo(CAP_MIN) < 0) {
            cells.fault("subscriber_cap " + cap.toPlainString() + " is below " + CAP_MIN.toPlainString()
                    + ", the smallest that leaves a subscriber's plays a weight each; raise it, or leave it empty");
        }
        return cap;
    }

    private static BigDecimal positive(Cells cells, String column) {
        BigDecimal number = cells.decimalOrNull(column, Decimals.FACTOR);
        if (number != null && number.signum() == 0) {
            cells.fault(column + " is 0, so that plays would weigh nothing; leave it empty for none");
        }
        return number;
    }

    /** Null for 0, which demands nothing. */
    private static Long positive(Long minimum) {
        return minimum == null || minimum == 0 ? null : minimum;
    }

    private static void readPolicies(Cells cells, Agreement.Builder agreement) {
        agreement.setIdleSubscribers(orElse(
                cells.oneOfOr("idle_subscribers", IdleSubscribers.SPREAD, Cells.known(IdleSubscribers.values())),
                IdleSubscribers.UNKNOWN));
        agreement.setLatePlays(orElse(
                cells.oneOfOr("late_plays", LatePlays.NEXT_PERIOD, Cells.known(LatePlays.values())),
                LatePlays.UNKNOWN));
        agreement.setClaims(orElse(
                cells.oneOfOr("claims", ClaimsPolicy.HOLD_ALL, Cells.known(ClaimsPolicy.values())),
                ClaimsPolicy.UNKNOWN));
        agreement.setScreening(orElse(
                cells.oneOfOr("screening", ScreeningPolicy.NONE, Cells.known(ScreeningPolicy.values())),
                ScreeningPolicy.UNKNOWN));
        ZoneId zone = cells.zoneOrUtc("time_zone");
        agreement.setTimeZone(zone == null ? "" : zone.getId());
    }

    private void keep(Line<Agreement> line) {
        Agreement agreement = line.value();
        OfferingKey offering =
                new OfferingKey(agreement.getDsp(), agreement.getTerritory(), agreement.getOffering());
        Line<Agreement> first = firstOfOffering.putIfAbsent(offering, line);
        if (first != null) {
            refuseTwoWays(line, first, offering);
        }
        List<Line<Agreement>> others =
                byRight.computeIfAbsent(new RightKey(offering, agreement.getRightType()), k -> new ArrayList<>());
        for (Line<Agreement> other : others) {
            refuseSharedMonth(line, other);
        }
        others.add(line);
        agreements.add(line);
    }

    /** What is decided once for all rights of an offering, when a play comes in. */
    private void refuseTwoWays(Line<Agreement> line, Line<Agreement> first, OfferingKey offering) {
        Agreement agreement = line.value();
        Agreement other = first.value();
        if (!other.getTimeZone().equals(agreement.getTimeZone())) {
            errors.add(line.file(), line.line(), "time_zone " + agreement.getTimeZone() + " differs from "
                    + other.getTimeZone() + " in line " + first.line() + "; " + offering
                    + " counts its plays in one time zone: give all its agreements the same");
        }
        if (other.getLatePlays() != agreement.getLatePlays()) {
            errors.add(line.file(), line.line(), "late_plays " + agreement.getLatePlays() + " differs from "
                    + other.getLatePlays() + " in line " + first.line() + "; " + offering
                    + " counts a late play once for all rights: give all its agreements the same");
        }
    }

    private void refuseSharedMonth(Line<Agreement> line, Line<Agreement> other) {
        Agreement a = line.value();
        Agreement b = other.value();
        LocalDate from = a.getValidFrom().isAfter(b.getValidFrom()) ? a.getValidFrom() : b.getValidFrom();
        LocalDate to = earlier(a.getValidTo(), b.getValidTo());
        String what = a.getDsp() + "/" + a.getTerritory() + "/" + a.getOffering() + " " + a.getRightType();
        if (to == null || to.isAfter(from)) {
            errors.add(line.file(), line.line(), "overlaps the agreement in line " + other.line() + " for " + what
                    + " from " + from + "; end one of them with valid_to, at the end of a month");
        } else if (Period.of(to.minusDays(1)).equals(Period.of(from))) {
            errors.add(line.file(), line.line(), "touches the period " + Period.of(from)
                    + ", as the agreement in line " + other.line() + " for " + what
                    + " does; a period is priced by one agreement: change at the end of a month");
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
