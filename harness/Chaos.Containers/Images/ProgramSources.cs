using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Chaos.Containers.Images;

/// <summary>The sources that the container programs are built from, and a fingerprint of them: equal sources, equal image.</summary>
internal sealed class ProgramSources
{
    private const string SolutionFile = "Chaos.sln";
    private static readonly string[] rootFiles = ["Directory.Build.props", "Directory.Packages.props", "global.json"];
    private static readonly string[] extensions = [".cs", ".csproj", ".props", ".c"];
    private static readonly string[] outputFolders = ["bin", "obj", "artifacts"];

    private ProgramSources(string root) => Root = root;

    /// <summary>The folder of the solution.</summary>
    public string Root { get; }

    /// <summary>Where builds go: the checkout's own folder, or the one that the launcher chose because that cannot be written.</summary>
    public string Artifacts => Environment.GetEnvironmentVariable("CHAOS_ARTIFACTS") ?? Path.Combine(Root, "artifacts");

    /// <summary>Finds the repository above the running program.</summary>
    /// <exception cref="DockerUnavailableException">The program runs outside of a repository.</exception>
    public static ProgramSources Find() => TryFind() ?? throw new DockerUnavailableException(
        $"the container programs are built from source, and no {SolutionFile} is above {AppContext.BaseDirectory}",
        "run chaos from a checkout of its repository, or install the package that carries them");

    /// <summary>Null: the program runs outside of a repository.</summary>
    public static ProgramSources? TryFind()
    {
        // The launcher says it where it had to build the program elsewhere.
        if (Environment.GetEnvironmentVariable("CHAOS_CHECKOUT") is { Length: > 0 } checkout) return new ProgramSources(checkout);
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile))) return new ProgramSources(folder.FullName);
        }

        return null;
    }

    public string Project(string name) => Path.Combine(Root, "targets", name, $"{name}.csproj");

    /// <summary>The NAT for the kernel, which is compiled for BPF.</summary>
    public string KernelNat => Path.Combine(Root, "targets", "Chaos.Bpf", "Nat", "nat.c");

    /// <summary>12 hexadecimal digits over the names and contents of all that a program is built from, and the machine type.</summary>
    public string Fingerprint(string project)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(RuntimeInformation.OSArchitecture.ToString()));
        foreach (string file in Files(project).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{file}\n"));
            hash.AppendData(File.ReadAllBytes(Path.Combine(Root, file)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private IEnumerable<string> Files(string project) => FoldersOf(project)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Where(path => extensions.Contains(Path.GetExtension(path)))
        .Select(path => Path.GetRelativePath(Root, path))
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Intersect(outputFolders).Any())
        .Concat(rootFiles);

    /// <summary>The folders of a project and of all that it refers to: a change elsewhere makes no new image.</summary>
    private HashSet<string> FoldersOf(string project)
    {
        HashSet<string> folders = [];
        Queue<string> waiting = new([Project(project)]);
        while (waiting.TryDequeue(out string? file))
        {
            string folder = Path.GetDirectoryName(file)!;
            if (!folders.Add(folder)) continue;
            foreach (XElement reference in XDocument.Load(file).Descendants("ProjectReference"))
                waiting.Enqueue(Path.GetFullPath(Path.Combine(folder, reference.Attribute("Include")!.Value)));
        }

        return folders;
    }
}
