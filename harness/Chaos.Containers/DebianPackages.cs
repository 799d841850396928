namespace Chaos.Containers;

/// <summary>What a bare Debian or Ubuntu needs besides the .NET SDK, as one command line.</summary>
public static class DebianPackages
{
    public const string InstallCommand = "apt-get install -y docker.io iptables clang lld libc6-dev";
}
