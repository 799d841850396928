using System.Diagnostics;
using System.Text.Json;
using Chaos.Containers.Images;
using Docker.DotNet.Models;

namespace Chaos.Containers.Tests.Support;

/// <summary>Tests that share their images.</summary>
[CollectionDefinition(nameof(LocalImages))]
public sealed class LocalImagesCollection : ICollectionFixture<LocalImages>;

/// <summary>Images of somebody else, as a user's engine has them: made of this machine's own files, and removed at the end.</summary>
public sealed class LocalImages(DockerFixture docker) : IAsyncDisposable
{
    private static readonly string[] applets = ["ip", "sed", "cat", "sleep", "yes", "dd", "mkdir"];

    /// <summary>It runs the programs that PATH names; BusyBox prefers its own.</summary>
    private const string Shell = "/bin/dash";

    private readonly List<string> made = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Examples => Path.Combine(ProgramSources.Find().Root, "harness", "docs", "image-target");

    /// <summary>A shell, BusyBox and nft; runs a script.</summary>
    public async Task<string> ShellAsync(string name, string script)
    {
        return await MakeAsync(
            name, $"FROM {await ShellBaseAsync()}\nENTRYPOINT {JsonSerializer.Serialize<string[]>(["/bin/sh", "-c", script])}", []);
    }

    /// <summary>The example of the documentation that is a shell script.</summary>
    public async Task<string> NftExampleAsync() => await MakeAsync(
        "nft", $"FROM {await ShellBaseAsync()}\n{CopyAndRun("nft.sh")}", [Example("nft.sh")]);

    /// <summary>The example of the documentation that is Python.</summary>
    public async Task<string> PythonExampleAsync()
    {
        string script = Path.Combine(Examples, "nat.py");
        string imports = (await File.ReadAllLinesAsync(script, Cancellation))
            .First(line => line.StartsWith("import ", StringComparison.Ordinal));
        string[] modules = (await OutputAsync(
            "/usr/bin/python3", "-I", "-c",
            $"{imports}\nfor module in list(sys.modules.values()): print(getattr(module, '__file__', None) or '')"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return await MakeAsync(
            "python", $"FROM {await BaseAsync("python-base", ["/usr/bin/python3", "/usr/sbin/ip"], modules)}\n{CopyAndRun("nat.py")}",
            [Example("nat.py")]);
    }

    /// <summary>Open vSwitch with its conntrack in user space.</summary>
    public async Task<string> OpenVswitchAsync()
    {
        string all = await BaseAsync(
            "ovs",
            [
                "/usr/sbin/ovs-vswitchd", "/usr/sbin/ovsdb-server", "/usr/bin/ovsdb-tool", "/usr/bin/ovs-vsctl", "/usr/bin/ovs-ofctl",
                "/usr/bin/ovs-appctl", "/usr/sbin/ip",
            ],
            ["/usr/share/openvswitch/vswitch.ovsschema"]);
        return await MakeAsync("ovs-nat", $"FROM {all}\n{CopyAndRun("ovs.sh")}", [Example("ovs.sh")]);
    }

    /// <summary>The engine's ID of an image; it changes when the image is built again.</summary>
    public async Task<string> IdOfAsync(string name) => (await docker.Engine.Client.Images.InspectImageAsync(name, Cancellation)).ID;

    public async ValueTask DisposeAsync()
    {
        foreach (string name in made.AsEnumerable().Reverse())
            await docker.Engine.Client.Images.DeleteImageAsync(name, new ImageDeleteParameters { Force = true }, CancellationToken.None);
    }

    private static ImageFile Example(string name) => new(name, Path.Combine(Examples, name));

    private static string CopyAndRun(string script) => $"COPY {ImageBuilder.Content} /\nENTRYPOINT [\"/{script}\"]";

    private Task<string> ShellBaseAsync() => BaseAsync("shell", ["/usr/sbin/nft"], []);

    /// <summary>Programs with the libraries that they need, a shell, and BusyBox for what is missing.</summary>
    private async Task<string> BaseAsync(string name, string[] programs, string[] files)
    {
        string tag = Tag(name);
        if (made.Contains(tag)) return tag;
        HashSet<string> needed = [.. programs, .. files];
        foreach (string program in programs.Append(Shell).Concat(files.Where(file => file.Contains(".so", StringComparison.Ordinal))))
            foreach (string word in (await OutputAsync("ldd", program)).Split([' ', '\t', '\n']))
                if (word.StartsWith('/')) needed.Add(word);
        string links = string.Join(" && ", applets.Where(applet => !needed.Contains($"/usr/sbin/{applet}"))
            .Select(applet => $"/bin/busybox ln -s busybox /bin/{applet}"));
        return await MakeAsync(
            name,
            $"FROM scratch\nCOPY {ImageBuilder.Content} /\nENV PATH=/usr/sbin:/usr/bin:/bin\n"
                + $"RUN {JsonSerializer.Serialize<string[]>(["/bin/busybox", "sh", "-c", links])}",
            [new("bin/busybox", "/bin/busybox"), new("bin/sh", Shell), .. needed.Select(file => new ImageFile(file.TrimStart('/'), file))]);
    }

    private async Task<string> MakeAsync(string name, string dockerfile, IEnumerable<ImageFile> content)
    {
        string tag = Tag(name);
        if (made.Contains(tag)) return tag;
        await new ImageBuilder(docker.Engine, tag).BuildAsync(dockerfile, content, Cancellation);
        made.Add(tag);
        return tag;
    }

    private static string Tag(string name) => $"image-target-test:{name}";

    private static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return output;
    }
}
