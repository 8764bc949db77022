package angklung.cli;

import angklung.avro.ChainAnchor;
import angklung.log.Hash;
import java.nio.ByteBuffer;

/** What stands on a chain for good, for people and for programs. */
final class AnchorText {
    private final ChainAnchor anchor;

    /** @param anchor a final one */
    AnchorText(ChainAnchor anchor) {
        this.anchor = anchor;
    }

    String text() {
        return new TextRows("anchor", anchor.getSubject())
                .add("chain", String.valueOf(anchor.getChainId()))
                .add("contract", anchor.getContract())
                .add("size", String.valueOf(anchor.getSize()))
                .add("root", root())
                .add("transaction", anchor.getTransaction())
                .add("block", String.valueOf(anchor.getBlockNumber()))
                .add("block hash", anchor.getBlockHash())
                .text();
    }

    String json() {
        return RecordJson.of(anchor).put("root", root()).toPrettyString();
    }

    /** As checkpoints write it. */
    private String root() {
        ByteBuffer root = anchor.getRoot().duplicate();
        byte[] bytes = new byte[root.remaining()];
        root.get(bytes);
        return Hash.of(bytes).toBase64();
    }
}
