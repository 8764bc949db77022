package angklung.anchor;

import angklung.config.Failure;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parties that chose to be paid on the chain, and where to: a file that stays with the operator. CSV with the header
 * {@code party_id,address} or {@code party_id,address,from_period}; what was paid for earlier periods was paid
 * elsewhere.
 */
public final class OptIns {
    private static final String SHORT = "party_id,address";
    private static final String LONG = SHORT + ",from_period";
    private static final Pattern PERIOD = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");

    private final Path file;
    private final Map<String, OptIn> byParty = new LinkedHashMap<>();
    private final Map<Address, String> byAccount = new LinkedHashMap<>();

    private OptIns(Path file) {
        this.file = file;
    }

    /**
     * One party's choice.
     *
     * @param account where the party is paid
     * @param from first period, YYYY-MM, whose payouts go there; empty: all do
     */
    public record OptIn(String party, Address account, String from) {}

    /** @throws Failure with file and line, if it cannot be read or a line is wrong */
    public static OptIns read(Path file) {
        OptIns read = new OptIns(file);
        List<String> lines = read.lines();
        String header = lines.isEmpty() ? "" : lines.get(0).strip();
        if (!header.equals(SHORT) && !header.equals(LONG)) {
            throw read.wrong(1, "the header is not '" + SHORT + "' or '" + LONG + "'");
        }
        int cells = header.split(",").length;
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                read.add(i + 1, lines.get(i).split(",", -1), cells);
            }
        }
        return read;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw Failure.usage("There is no file " + file + " with the addresses of parties");
        } catch (CharacterCodingException e) {
            throw Failure.input(file + " is not text in UTF-8");
        } catch (IOException e) {
            throw Failure.input("The file " + file + " cannot be read: " + e);
        }
    }

    private void add(int line, String[] cells, int wanted) {
        if (cells.length != wanted) {
            throw wrong(line, "it has " + cells.length + " cells, and the header " + wanted
                    + "; cells are not quoted");
        }
        String party = cells[0].strip();
        String from = wanted == 2 ? "" : cells[2].strip();
        if (party.isEmpty()) {
            throw wrong(line, "party_id is empty");
        }
        if (!from.isEmpty() && !PERIOD.matcher(from).matches()) {
            throw wrong(line, "from_period is '" + from + "', and not YYYY-MM");
        }
        Address account = account(line, cells[1].strip());
        if (byParty.put(party, new OptIn(party, account, from)) != null) {
            throw wrong(line, "party " + party + " is there twice");
        }
        String other = byAccount.put(account, party);
        if (other != null) { // two leaves would pay the larger amount, not both
            throw wrong(line, "the address " + account + " is that of party " + other + " too; each party needs one of"
                    + " its own");
        }
    }

    private Address account(int line, String text) {
        Address account;
        try {
            account = Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(line, e.getMessage());
        }
        if (account.toNumber().equals(BigInteger.ZERO)) {
            throw wrong(line, "nobody has the address " + account);
        }
        return account;
    }

    private Failure wrong(int line, String reason) {
        return Failure.input(file + ", line " + line + ": " + reason);
    }

    public List<OptIn> all() {
        return List.copyOf(byParty.values());
    }

    /** Empty: the party did not opt in. */
    public Optional<OptIn> of(String party) {
        return Optional.ofNullable(byParty.get(party));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
