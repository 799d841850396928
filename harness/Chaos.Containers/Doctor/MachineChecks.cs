using System.Globalization;

namespace Chaos.Containers.Doctor;

/// <summary>
/// What the files of this Linux machine tell. With a remote engine they tell of the wrong machine, and still of the toolchain.
/// </summary>
internal static class MachineChecks
{
    private const long Gibibyte = 1L << 30;
    private const long LeastMemory = 2 * Gibibyte;
    private const long LeastDisk = 2 * Gibibyte;
    private const long UsualDescriptors = 20_000;
    private const int ConntrackReserve = 4;

    public static Finding Toolchain()
    {
        const string Name = "Toolchain";
        if (Images.PackagedPrograms.TryFind() is not null)
            return new Finding(Name, FindingStatus.Ok, "is not needed: this package carries the container programs");
        IReadOnlyList<string> missing = Images.Toolchain.Missing();
        return missing.Count == 0
            ? new Finding(Name, FindingStatus.Ok, "clang, lld and libc6-dev are there")
            : new Finding(Name, FindingStatus.Missing, $"not there: {string.Join(", ", missing)}", DebianPackages.InstallCommand);
    }

    public static Finding Tun()
    {
        const string Name = "/dev/net/tun";
        return File.Exists(Name)
            ? new Finding(Name, FindingStatus.Ok, "is there")
            : new Finding(
                Name, FindingStatus.Ok, "is not there; our own node does without, a NAT image of yours may want it (modprobe tun)");
    }

    /// <summary>
    /// With bridge-nf-call-iptables the host's conntrack counts each NATed flow twice, and drops all packets when it is full.
    /// </summary>
    public static Finding BridgeFilter()
    {
        const string Name = "Host conntrack";
        if (ReadNumber("/proc/sys/net/bridge/bridge-nf-call-iptables") is not 1)
            return new Finding(Name, FindingStatus.Ok, "does not see bridged traffic");
        long count = ReadNumber("/proc/sys/net/netfilter/nf_conntrack_count") ?? 0;
        long maximum = ReadNumber("/proc/sys/net/netfilter/nf_conntrack_max") ?? 0;
        string detail = string.Create(CultureInfo.InvariantCulture,
            $"sees bridged traffic (bridge-nf-call-iptables is 1), holds {count:N0} of {maximum:N0} entries, takes two for each flow");
        return count > maximum / ConntrackReserve
            ? new Finding(Name, FindingStatus.Warning, detail, "sysctl -w net.bridge.bridge-nf-call-iptables=0")
            : new Finding(Name, FindingStatus.Ok, detail);
    }

    public static Finding Descriptors()
    {
        const string Name = "Open files";
        const string Row = "Max open files";
        string? row = File.Exists("/proc/self/limits") ? File.ReadLines("/proc/self/limits").FirstOrDefault(
            line => line.StartsWith(Row, StringComparison.Ordinal)) : null;
        string hard = row?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4] ?? "unknown";
        string detail = $"a process may hold {hard}; each flow of a client is one";
        return long.TryParse(hard, CultureInfo.InvariantCulture, out long limit) && limit < UsualDescriptors
            ? new Finding(
                Name, FindingStatus.Warning, detail, "more `clients` in the scenario, or a higher LimitNOFILE of the docker service")
            : new Finding(Name, FindingStatus.Ok, detail);
    }

    public static Finding Memory()
    {
        const string Name = "Memory";
        const string Row = "MemAvailable:";
        string? row = File.Exists("/proc/meminfo") ? File.ReadLines("/proc/meminfo").FirstOrDefault(
            line => line.StartsWith(Row, StringComparison.Ordinal)) : null;
        long available = row is null ? long.MaxValue : long.Parse(
            row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
        return Room(Name, available, LeastMemory, "free -h");
    }

    public static Finding Disk(string engineFolder)
    {
        string folder = Directory.Exists(engineFolder) ? engineFolder : "/";
        return Room($"Disk ({folder})", new DriveInfo(folder).AvailableFreeSpace, LeastDisk, "docker system df");
    }

    private static Finding Room(string name, long available, long least, string remedy)
    {
        string detail = available == long.MaxValue ? "unknown" : string.Create(
            CultureInfo.InvariantCulture, $"{(double)available / Gibibyte:F1} GiB free");
        return available < least ? new Finding(name, FindingStatus.Warning, detail, remedy) : new Finding(name, FindingStatus.Ok, detail);
    }

    private static long? ReadNumber(string path) =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path).Trim(), CultureInfo.InvariantCulture, out long value) ? value : null;
}
