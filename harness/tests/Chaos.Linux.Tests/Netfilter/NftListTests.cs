using System.Diagnostics;
using System.Text.Json.Nodes;
using Chaos.Linux.Netfilter;

namespace Chaos.Linux.Tests.Netfilter;

/// <summary>The judge of the rules is `nft`: what it reads back must be what it would have made itself of the same text.</summary>
public sealed class NftListTests : IDisposable
{
    private const string Table = """
        table ip chaos {
          counter met { }
          counter translated { }
          counter refused { }
          counter untranslated { }
          counter unmatched { }
          chain arriving {
            type filter hook input priority filter; policy accept;
            iif "outside" ct state invalid,new counter name unmatched UNMATCHED
          }
          chain passing {
            type filter hook forward priority filter; policy accept;
            counter name met
            ct state invalid counter name untranslated drop
            iif "outside" ct state new ct status ! dnat counter name untranslated drop
            LIMIT
          }
          chain leaving {
            type nat hook postrouting priority srcnat; policy accept;
            oif "outside" meta l4proto tcp counter name translated TRANSLATION:1024-65535
            oif "outside" meta l4proto udp counter name translated TRANSLATION:1024-65535
            oif "outside" counter name translated OTHER
          }
        }
        """;

    private readonly NatLab lab = new();

    [NftFact]
    public void Translation_to_an_address_with_a_limit_is_what_nft_makes_of_the_same_rules() => Same(
        new(default, new(NatLab.EgressAddress, 1024, 65535), 32768), "",
        "oif \"outside\" ct status ! confirmed ct count over 32768 counter name refused drop", "snat to 10.2.0.250", "snat to 10.2.0.250");

    [NftFact]
    public void Masquerade_without_a_limit_is_what_nft_makes_of_the_same_rules() =>
        Same(
            new(default, new(null, 1024, 65535), null) { DropsUnmatched = true }, "drop", "", "masquerade to ", "masquerade");

    public void Dispose() => lab.Dispose();

    private void Same(NatRules rules, string unmatched, string limit, string translation, string other)
    {
        using NfTables tables = lab.Install(rules);
        string ours = lab.InNat(() => Listed());
        tables.Remove();
        string text = Table.Replace("UNMATCHED", unmatched, StringComparison.Ordinal).Replace("LIMIT", limit, StringComparison.Ordinal)
            .Replace("TRANSLATION", translation, StringComparison.Ordinal).Replace("OTHER", other, StringComparison.Ordinal);

        string theirs = lab.InNat(() =>
        {
            Nft(text, "-f", "-");
            return Listed();
        });

        Assert.Equal(theirs, ours);
    }

    /// <summary>The rule set as `nft` prints it, without the handles, which only count.</summary>
    private static string Listed()
    {
        JsonNode root = JsonNode.Parse(Nft("", "-j", "list", "ruleset"))!;
        foreach (JsonNode? item in root["nftables"]!.AsArray())
        {
            foreach ((_, JsonNode? value) in item!.AsObject()) value!.AsObject().Remove("handle");
        }

        return root.ToJsonString(new() { WriteIndented = true });
    }

    /// <summary>Runs in the namespace of the thread that starts it.</summary>
    private static string Nft(string input, params string[] arguments)
    {
        using Process nft = Process.Start(new ProcessStartInfo("nft", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        nft.StandardInput.Write(input);
        nft.StandardInput.Close();
        string output = nft.StandardOutput.ReadToEnd(), error = nft.StandardError.ReadToEnd();
        nft.WaitForExit();
        Assert.True(nft.ExitCode == 0, $"nft {string.Join(' ', arguments)}: {error}");
        return output;
    }
}
