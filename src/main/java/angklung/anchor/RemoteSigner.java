package angklung.anchor;

import angklung.config.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A program with {@code eth_signTransaction} that keeps the key, for instance before a key management service. What it
 * signs is read back: it must be exactly what was asked for, by the account that was named.
 */
public final class RemoteSigner implements Signer {
    private final JsonRpc rpc;
    private final Address address;

    public RemoteSigner(JsonRpc rpc, Address address) {
        this.rpc = rpc;
        this.address = address;
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public SignedTransaction sign(Transaction transaction) {
        SignedTransaction signed;
        try {
            JsonNode answer = rpc.call("eth_signTransaction", parameters(transaction));
            // geth and clef answer with an object, others with the transaction itself
            signed = SignedTransaction.parse(Bytes.parse(answer.path("raw").asText(answer.asText())));
        } catch (RpcException e) {
            throw Failure.notReady("The signer refuses: " + e.getMessage());
        } catch (RuntimeException e) {
            if (e instanceof Failure) {
                throw e;
            }
            throw Failure.notReady("What the signer answers is no signed transaction: " + e.getMessage());
        }
        if (!signed.transaction().equals(transaction) || !signed.sender().equals(address)) {
            throw Failure.verification("The signer signed something else than it was asked for, or for another account"
                    + " than " + address + "; nothing was sent");
        }
        return signed;
    }

    private Map<String, String> parameters(Transaction transaction) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("type", HexText.quantity(Transaction.TYPE));
        parameters.put("from", address.toString());
        transaction.to().ifPresent(to -> parameters.put("to", to.toString()));
        parameters.put("chainId", HexText.quantity(transaction.chainId()));
        parameters.put("nonce", HexText.quantity(transaction.nonce()));
        parameters.put("gas", HexText.quantity(transaction.gasLimit()));
        parameters.put("maxPriorityFeePerGas", HexText.quantity(transaction.tip()));
        parameters.put("maxFeePerGas", HexText.quantity(transaction.highestFee()));
        parameters.put("value", HexText.quantity(0));
        parameters.put("data", transaction.data().toString());
        return parameters;
    }
}
