using System.IO.Compression;
using System.Xml.Linq;

namespace Chaos.Delivery.Tests;

/// <summary>What is inside our packages.</summary>
public sealed class PackageTests(Feed feed)
{
    private string[] Packages => [.. Directory.GetFiles(feed.Folder, "*.nupkg").Order(StringComparer.Ordinal)];

    [Fact]
    public void Doors_and_the_libraries_that_they_need_are_packages()
    {
        string[] names = [.. Packages.Select(Name)];

        Assert.Superset(new HashSet<string> { "Chaos.Cli", "Chaos.Xunit", "Chaos.Testcontainers", "Chaos.Nat" }, names.ToHashSet());
        Assert.Empty(names.Intersect(["Chaos.Node", "Chaos.Endpoint", "Chaos.Benchmarks", "Chaos.Fuzz", "Chaos.Xunit.Tests"]));
        Assert.Empty(Packages.SelectMany(OwnDependencies).Except(names));
    }

    [Fact]
    public void Each_package_has_licence_readme_and_one_version_and_each_library_its_documentation_and_symbols()
    {
        foreach (string package in Packages)
        {
            string name = Name(package);
            using ZipArchive archive = ZipFile.OpenRead(package);
            string[] files = [.. archive.Entries.Select(entry => entry.FullName)];
            XElement metadata = Metadata(archive);

            Assert.Contains("README.md", files);
            Assert.Contains("LICENSE", files);
            Assert.Equal("Apache-2.0", Value(metadata, "license"));
            Assert.Equal("README.md", Value(metadata, "readme"));
            Assert.Equal(Feed.Version, Value(metadata, "version"));
            if (name == "Chaos.Cli") continue;
            Assert.Contains($"lib/net10.0/{name}.xml", files);
            using ZipArchive symbols = ZipFile.OpenRead(Path.ChangeExtension(package, ".snupkg"));
            Assert.Contains($"lib/net10.0/{name}.pdb", symbols.Entries.Select(entry => entry.FullName));
        }
    }

    [Fact]
    public void The_package_of_containers_hands_its_programs_on_to_whoever_comes_by_it()
    {
        using ZipArchive archive = ZipFile.OpenRead(Packages.Single(package => Name(package) == "Chaos.Containers"));

        Assert.Contains("buildTransitive/Chaos.Containers.targets", archive.Entries.Select(entry => entry.FullName));
    }

    private static string Name(string package) => Path.GetFileName(package)[..^$".{Feed.Version}.nupkg".Length];

    private static IEnumerable<string> OwnDependencies(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. Metadata(archive).Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(element => element.Attribute("id")!.Value).Where(id => id.StartsWith("Chaos.", StringComparison.Ordinal))];
    }

    private static XElement Metadata(ZipArchive archive)
    {
        using Stream nuspec = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Root!.Elements().First();
    }

    private static string? Value(XElement metadata, string name) =>
        metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
