using NuGet.Packaging;
using NuGet.Packaging.Licenses;

namespace Cks.Publish;

/// <summary>What a package says about its licence.</summary>
/// <param name="Text">The SPDX expression, or in words what there is in place of one.</param>
/// <param name="Expression">The expression; <see langword="null"/> when the package has a file, an address or nothing.</param>
internal sealed record PackageLicence(string Text, NuGetLicenseExpression? Expression)
{
    /// <summary>Reads the nuspec of a restored package.</summary>
    public static PackageLicence Read(Dependency dependency)
    {
        var nuspec = new NuspecReader(Directory.GetFiles(dependency.Folder, "*.nuspec").Single());
        return nuspec.GetLicenseMetadata() switch
        {
            { Type: LicenseType.Expression, LicenseExpression: { } expression } metadata => new(metadata.License, expression),
            { Type: LicenseType.File } metadata => new($"the file {metadata.License}", null),
            _ => new(nuspec.GetLicenseUrl() is { Length: > 0 } address ? $"the address {address}" : "no licence", null),
        };
    }
}
