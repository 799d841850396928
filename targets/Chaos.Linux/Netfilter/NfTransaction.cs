namespace Chaos.Linux.Netfilter;

/// <summary>Changes of nftables that the kernel carries out all together or not at all.</summary>
internal sealed class NfTransaction(NetlinkSocket socket, string purpose)
{
    private const byte Begin = 16, End = 17;

    private readonly List<NetlinkRequest> changes = [NetfilterMessage.New(
        NetfilterMessage.Transaction, Begin, 0, socket.NextSequence(), NetfilterMessage.AnyFamily, NetfilterMessage.Tables)];

    private readonly List<string> names = ["the transaction"];

    /// <summary>Adds a change; its attributes are added to the result.</summary>
    /// <param name="message">Of enum nf_tables_msg_types.</param>
    /// <param name="flags">Beside the acknowledgment, which each change has.</param>
    /// <param name="name">Names the change if the kernel refuses it.</param>
    internal NetlinkRequest Add(byte message, NetlinkFlags flags, string name)
    {
        // Only an acknowledgment of the last change ends the exchange; errors come in the order of the changes.
        NetlinkRequest request =
            NetfilterMessage.New(NetfilterMessage.Tables, message, flags | NetlinkFlags.Acknowledge, socket.NextSequence());
        changes.Add(request);
        names.Add(name);
        return request;
    }

    /// <exception cref="LinuxException">The kernel refused a change, which the message names; nothing was changed.</exception>
    internal void Commit()
    {
        int first = changes[0].Sequence, last = changes[^1].Sequence;
        changes.Add(NetfilterMessage.New(
            NetfilterMessage.Transaction, End, 0, socket.NextSequence(), NetfilterMessage.AnyFamily, NetfilterMessage.Tables));
        byte[] messages = [.. changes.SelectMany(change => change.Bytes.ToArray())];
        (int error, int failed) = socket.Exchange(messages, first, last, purpose);
        if (error != Errno.None) throw new LinuxException($"{purpose}: {names[failed - first]}", "nf_tables", error);
    }
}
