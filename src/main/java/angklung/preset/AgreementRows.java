package angklung.preset;

import angklung.avro.Agreement;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Agreements as rows of {@code agreements.csv}: the columns that every file has, and those that have a value. */
public final class AgreementRows {
    private final List<Map<String, String>> rows;

    private AgreementRows(List<Map<String, String>> rows) {
        this.rows = rows;
    }

    /** @throws IllegalArgumentException if no column can say what was agreed */
    public static AgreementRows of(List<Agreement> agreements) {
        return new AgreementRows(agreements.stream().map(AgreementRows::row).toList());
    }

    /** Names of the columns. */
    public List<String> header() {
        List<String> header = new ArrayList<>();
        for (String column : rows.get(0).keySet()) {
            if (column.equals("revenue_share") || rows.stream().anyMatch(row -> !row.get(column).isEmpty())) {
                header.add(column);
            }
        }
        return header;
    }

    /** One row an agreement, in the order of the header. */
    public List<List<String>> rows() {
        List<String> header = header();
        return rows.stream()
                .map(row -> header.stream().map(row::get).toList())
                .toList();
    }

    private static Map<String, String> row(Agreement agreement) {
        refuse(!agreement.getCohortRates().isEmpty(), "rates by cohort of subscribers");
        refuse(!agreement.getOvertime().isEmpty(), "overtime of long tracks");
        refuse(agreement.getRevenueShareMillionths() == null, "an agreement without revenue_share");
        Map<String, String> row = new LinkedHashMap<>();
        row.put("dsp", agreement.getDsp());
        row.put("territory", agreement.getTerritory());
        row.put("offering", agreement.getOffering());
        row.put("right_type", agreement.getRightType().name());
        row.put("model", agreement.getModel().name());
        row.put("revenue_share", part(agreement.getRevenueShareMillionths()));
        row.put("label_payments_share", part(agreement.getLabelPaymentsShareMillionths()));
        row.put("per_play_minimum", plain(agreement.getPerPlayMinimum()));
        row.put("per_subscriber_minimum", plain(agreement.getPerSubscriberMinimum()));
        row.put("floor_per_subscriber", plain(agreement.getFloorPerSubscriber()));
        row.put("time_zone", agreement.getTimeZone());
        row.put("valid_from", agreement.getValidFrom().toString());
        row.put("valid_to", agreement.getValidTo() == null ? "" : agreement.getValidTo().toString());
        return row;
    }

    private static void refuse(boolean agreed, String what) {
        if (agreed) {
            throw new IllegalArgumentException("agreements.csv has no column for " + what);
        }
    }

    private static String part(Long millionths) {
        return millionths == null ? "" : plain(Micros.toDecimal(millionths));
    }

    private static String plain(BigDecimal decimal) {
        return decimal == null ? "" : decimal.stripTrailingZeros().toPlainString();
    }
}
