package angklung.replay;

import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import java.util.List;
import java.util.function.Predicate;

/** Reads {@code ai_performers.csv}: one row a party that controls an AI performer. */
final class PerformersFile {
    private static final Columns COLUMNS = new Columns(
            List.of("performer_id", "party_id", "share", "valid_from"), List.of("role", "valid_to", "registrant"));

    /** As DDEX names who controls rights. */
    private static final String ROLE_DEFAULT = "RightsController";

    private final Predicate<String> isParty;
    private final InputErrors errors;
    private final ClaimRows rows;

    /**
     * @param isParty whether a party is known
     * @param sequence of the registrations
     */
    PerformersFile(Predicate<String> isParty, long sequence, InputErrors errors) {
        this.isParty = isParty;
        this.errors = errors;
        this.rows = new ClaimRows(SubjectKind.PERFORMER, sequence, errors);
    }

    /** Of each registrant and performer the rows are one registration. */
    ClaimRows read(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        rows.checkSums();
        return rows;
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String performer = cells.name("performer_id");
        String role = cells.textOrNull("role");
        ClaimCells claim = new ClaimCells(
                cells, RightType.RECORDING, cells.name("party_id"), role == null ? ROLE_DEFAULT : role);
        String registrant = cells.registrantOrNull("registrant");
        if (claim.party() != null && !isParty.test(claim.party())) {
            cells.fault("party_id '" + claim.party() + "' is not in parties.csv; who controls a performer is paid for"
                    + " it: add the party there");
        }
        if (cells.good()) {
            rows.add(performer, registrant, cells.line(claim.claim().build()));
        }
    }
}
