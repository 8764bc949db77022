package angklung.ledger;

import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** What lines and statements commit to, by the definitions alone: RFC 6962, section 2.1, over JSON written by hand. */
public final class PaperTree {
    private PaperTree() {}

    /** The root, in hexadecimal, of the tree over {@code entries}. */
    public static String root(List<String> entries) {
        return HexFormat.of().formatHex(hash(entries));
    }

    /** The root over details, which are put into their order first. */
    public static String ofDetails(List<Earning> details) {
        return root(details.stream()
                .sorted(Comparator.comparing((Earning one) -> orEmpty(one.getIsrc()))
                        .thenComparing(one -> orEmpty(one.getAuthorshipPolicy())))
                .map(PaperTree::detail)
                .toList());
    }

    /** The root over lines in their order. */
    public static String ofLines(List<LedgerLine> lines) {
        return root(lines.stream().map(PaperTree::line).toList());
    }

    static String detail(Earning detail) {
        Map<String, Object> members = new TreeMap<>();
        members.put("pool", detail.getPool());
        members.put("version", detail.getVersion());
        members.put("isrc", detail.getIsrc());
        members.put("policy", detail.getAuthorshipPolicy());
        members.put("plays", detail.getPlays());
        members.put("amount_micros", detail.getAmountMicros());
        members.put("rights_version", detail.getRightsVersion());
        return json(members);
    }

    static String line(LedgerLine line) {
        Map<String, Object> members = new TreeMap<>();
        members.put("line_id", line.getLineId());
        members.put("partition", line.getPartition());
        members.put("partition_seq", line.getPartitionSeq());
        members.put("prev_hash", line.getPrevHash());
        members.put("hash", line.getHash());
        members.put("kind", line.getKind());
        members.put("debit_account", line.getDebitAccount());
        members.put("credit_account", line.getCreditAccount());
        members.put("amount_micros", line.getAmountMicros());
        members.put("currency", line.getCurrency());
        members.put("period", line.getPeriod());
        members.put("origin_period", line.getOriginPeriod());
        members.put("run_id", line.getRunId());
        members.put("party_id", line.getPartyId());
        members.put("dsp", line.getDsp());
        members.put("territory", line.getTerritory());
        members.put("offering", line.getOffering());
        members.put("right_type", line.getRightType());
        members.put("pool_version", line.getPoolVersion());
        members.put("plays", line.getPlays());
        members.put("rate_sheet_id", line.getRateSheetId());
        members.put("rights_version", line.getRightsVersion());
        members.put("fx_rate", line.getFxRate() == null ? null : line.getFxRate().toPlainString());
        members.put("fx_date", line.getFxDate() == null ? null : day(line.getFxDate()));
        members.put("fx_source", line.getFxSource());
        members.put("adjusts_line_id", line.getAdjustsLineId());
        members.put("reason", line.getReason());
        members.put("batch_id", line.getBatchId());
        members.put("rule", line.getRule());
        members.put("statement_hash", line.getStatementHash());
        members.put("booked_at", time(line.getBookedAt()));
        return json(members);
    }

    private static String day(LocalDate day) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(day);
    }

    private static String time(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
    }

    private static String json(Map<String, Object> members) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> {
            if (value != null) {
                json.add('"' + name + "\":\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"');
            }
        });
        return json.toString();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static byte[] hash(List<String> entries) {
        int size = entries.size();
        if (size == 0) {
            return sha256().digest();
        }
        MessageDigest sha256 = sha256();
        if (size == 1) {
            sha256.update((byte) 0);
            return sha256.digest(entries.get(0).getBytes(StandardCharsets.UTF_8));
        }
        int left = 1;
        while (2 * left < size) {
            left *= 2;
        }
        sha256.update((byte) 1);
        sha256.update(hash(entries.subList(0, left)));
        sha256.update(hash(entries.subList(left, size)));
        return sha256.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
