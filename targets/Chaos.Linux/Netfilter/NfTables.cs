using System.Text;

namespace Chaos.Linux.Netfilter;

/// <summary>
/// A NAT made of one nftables table (family ip) in this network namespace. Needs CAP_NET_ADMIN. The chain `passing` (hook forward) drops
/// what is not translated, then new connections beyond the limit; `leaving` (hook postrouting) translates the rest; `arriving` (hook
/// input) counts replies that belong to no connection, and may drop them. Not for two threads at once.
/// </summary>
public sealed class NfTables(string table) : IDisposable
{
    /// <summary>NFT_OBJECT_COUNTER.</summary>
    internal const uint CounterType = 1;

    // enum nf_tables_msg_types.
    private const byte NewTable = 0, DeleteTable = 2, NewChain = 3, NewRule = 6, DeleteRule = 8, NewObject = 18, GetObject = 19;

    // enum nf_inet_hooks; priorities filter and srcnat of enum nf_ip_hook_priorities.
    private const uint InputHook = 1, ForwardHook = 2, PostroutingHook = 4, FilterPriority = 0, SourceNatPriority = 100;

    // NF_CT_STATE_INVALID_BIT, NF_CT_STATE_BIT(IP_CT_NEW).
    private const uint InvalidState = 1, NewState = 8;

    /// <summary>The attribute is the first of a message about any object.</summary>
    private const ushort TableName = 1;

    private const byte Tcp = 6, Udp = 17;
    private const string Passing = "passing", Leaving = "leaving", Arriving = "arriving";
    private const string Met = "met", Translated = "translated", Refused = "refused";
    private const string Untranslated = "untranslated", Unmatched = "unmatched";

    private readonly NetlinkSocket socket = new(NetlinkSocket.Netfilter, "nf_tables");

    /// <summary>Makes the table, or puts a new one in the place of the old one. Connections that exist keep their translation.</summary>
    public void Install(NatRules rules)
    {
        NfTransaction transaction = new(socket, $"making the nftables table {table}");

        // To delete a table that is not there is an error; to add one that is there is none.
        OfTable(transaction, NewTable, NetlinkFlags.Create, "adding the table");
        OfTable(transaction, DeleteTable, 0, "deleting the old table");
        OfTable(transaction, NewTable, NetlinkFlags.Create, "adding the table");
        foreach (string counter in (string[])[Met, Translated, Refused, Untranslated, Unmatched]) AddCounter(transaction, counter);
        AddChain(transaction, Arriving, "filter", InputHook, FilterPriority);
        AddChain(transaction, Passing, "filter", ForwardHook, FilterPriority);
        AddChain(transaction, Leaving, "nat", PostroutingHook, SourceNatPriority);
        AddArriving(transaction, rules);
        AddPassing(transaction, rules);
        AddLeaving(transaction, rules);
        transaction.Commit();
    }

    /// <summary>Changes the translation of connections that begin from now on. Counters and the count of connections go on.</summary>
    public void Retranslate(NatRules rules)
    {
        NfTransaction transaction = new(socket, $"changing the translation in the nftables table {table}");
        DeleteRules(transaction, Leaving);
        AddLeaving(transaction, rules);
        transaction.Commit();
    }

    /// <summary>Deletes the table. Connections that exist keep their translation.</summary>
    public void Remove()
    {
        NfTransaction transaction = new(socket, $"deleting the nftables table {table}");
        OfTable(transaction, DeleteTable, 0, "deleting the table");
        transaction.Commit();
    }

    /// <summary>What the rules have counted.</summary>
    public NatRuleCounts Read()
    {
        NetlinkRequest request = NetfilterMessage.New(NetfilterMessage.Tables, GetObject, NetlinkFlags.Dump, socket.NextSequence());
        request.Attribute(TableName, table);
        Dictionary<string, long> packets = [];
        socket.Carry(request, $"reading the counters of the nftables table {table}", body => ReadCounter(body, packets));
        long Of(string name) => packets.TryGetValue(name, out long count)
            ? count : throw new LinuxException($"reading the counter {name} of the nftables table {table}", "nf_tables", Errno.NotThere);
        return new(Of(Met), Of(Translated), Of(Refused), Of(Untranslated), Of(Unmatched));
    }

    public void Dispose() => socket.Dispose();

    private void AddArriving(NfTransaction transaction, NatRules rules)
    {
        using (AddRule(transaction, Arriving, "the rule for unmatched replies", out NfExpressions unmatched))
        {
            unmatched.InputIs(rules.Outside);
            unmatched.StateHas(InvalidState | NewState);
            unmatched.Counter(Unmatched);
            if (rules.DropsUnmatched) unmatched.Drop();
        }
    }

    private void AddPassing(NfTransaction transaction, NatRules rules)
    {
        using (AddRule(transaction, Passing, "the counter of all packets", out NfExpressions all)) all.Counter(Met);

        // NAT passes invalid packets as they are.
        using (AddRule(transaction, Passing, "the rule against invalid packets", out NfExpressions invalid))
        {
            invalid.StateHas(InvalidState);
            invalid.Counter(Untranslated);
            invalid.Drop();
        }

        using (AddRule(transaction, Passing, "the rule against connections from outside", out NfExpressions unsolicited))
        {
            unsolicited.InputIs(rules.Outside);
            unsolicited.StateHas(NewState);
            unsolicited.StatusLacks(ConntrackStatus.DestinationTranslated);
            unsolicited.Counter(Untranslated);
            unsolicited.Drop();
        }

        if (rules.ConnectionLimit is not int limit) return;
        using (AddRule(transaction, Passing, "the limit of connections", out NfExpressions limited))
        {
            // Confirmed connections are in the table: a packet of theirs must not be dropped, even if no reply was seen yet.
            limited.OutputIs(rules.Outside);
            limited.StatusLacks(ConntrackStatus.Confirmed);
            limited.CountOver(limit);
            limited.Counter(Refused);
            limited.Drop();
        }
    }

    private void AddLeaving(NfTransaction transaction, NatRules rules)
    {
        AddTranslation(transaction, rules, "the translation of TCP", Tcp);
        AddTranslation(transaction, rules, "the translation of UDP", Udp);
        AddTranslation(transaction, rules, "the translation of other protocols", null);
    }

    private void AddTranslation(NfTransaction transaction, NatRules rules, string name, byte? protocol)
    {
        using (AddRule(transaction, Leaving, name, out NfExpressions translation))
        {
            translation.OutputIs(rules.Outside);
            if (protocol is byte number) translation.ProtocolIs(number);
            translation.Counter(Translated);
            translation.Translate(rules.Translation, withPorts: protocol is not null);
        }
    }

    private NetlinkRequest OfTable(NfTransaction transaction, byte message, NetlinkFlags flags, string name)
    {
        NetlinkRequest request = transaction.Add(message, flags, name);
        request.Attribute(TableName, table);
        return request;
    }

    private void AddCounter(NfTransaction transaction, string name)
    {
        const ushort Name = 2, Type = 3, Data = 4;
        NetlinkRequest request = OfTable(transaction, NewObject, NetlinkFlags.Create, $"adding the counter {name}");
        request.Attribute(Name, name);
        request.BigEndian32(Type, CounterType);
        request.Nested(Data).Dispose();
    }

    private void AddChain(NfTransaction transaction, string chain, string type, uint hook, uint priority)
    {
        const ushort Name = 3, Hook = 4, Type = 7;
        const ushort HookNumber = 1, HookPriority = 2;
        NetlinkRequest request = OfTable(transaction, NewChain, NetlinkFlags.Create, $"adding the chain {chain}");
        request.Attribute(Name, chain);
        request.Attribute(Type, type);
        using (request.Nested(Hook))
        {
            request.BigEndian32(HookNumber, hook);
            request.BigEndian32(HookPriority, priority);
        }
    }

    private NetlinkRequest.Nest AddRule(NfTransaction transaction, string chain, string name, out NfExpressions expressions)
    {
        const ushort Chain = 2, Expressions = 4;
        NetlinkRequest request = OfTable(transaction, NewRule, NetlinkFlags.Create | NetlinkFlags.Append, $"adding {name}");
        request.Attribute(Chain, chain);
        expressions = new(request);
        return request.Nested(Expressions);
    }

    private void DeleteRules(NfTransaction transaction, string chain)
    {
        const ushort Chain = 2;
        OfTable(transaction, DeleteRule, 0, $"deleting the rules of the chain {chain}").Attribute(Chain, chain);
    }

    private static void ReadCounter(ReadOnlySpan<byte> body, Dictionary<string, long> packets)
    {
        const int Name = 2, Data = 4, Packets = 2;
        string name = "";
        foreach (NetlinkAttribute attribute in NetfilterMessage.AttributesOf(body))
        {
            if (attribute.Type == Name) name = Encoding.ASCII.GetString(attribute.Value).TrimEnd('\0');
            if (attribute.Type != Data) continue;
            foreach (NetlinkAttribute value in attribute.Nested)
            {
                if (value.Type == Packets) packets[name] = (long)value.BigEndian64;
            }
        }
    }
}
