namespace Chaos.Targets;

/// <summary>What targets have in common whose packets stay in the kernel of their node.</summary>
internal static class KernelNode
{
    /// <summary>Why such a target carries out no links, pauses or restarts and keeps no packets.</summary>
    public const string PassesBy = "is carried out by the csharp node; here packets stay in the kernel: use target csharp";

    /// <summary>Why a target other than ours has no rule of our own.</summary>
    public const string OwnRules = "is a rule of our own datapath: use target csharp";

    /// <summary>Why the table of another target refuses no update on demand.</summary>
    public const string NoFailures = "makes updates fail, which only our own map does on demand: use target csharp";

    /// <summary>Why a target other than ours has no node port.</summary>
    public const string NoNodePort = "is served by target csharp; here clients go out through the NAT: use `topology: egress`";

    /// <summary>Settings of a container in which the kernel routes: it forwards, and sends clients nowhere else.</summary>
    public static Dictionary<string, string> Sysctls() => new()
    {
        ["net.ipv4.ip_forward"] = "1",
        ["net.ipv4.conf.all.send_redirects"] = "0",
        ["net.ipv4.conf.default.send_redirects"] = "0",
    };
}
