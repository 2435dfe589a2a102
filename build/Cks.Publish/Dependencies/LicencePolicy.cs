using System.Text.Json;
using NuGet.Packaging.Licenses;

namespace Cks.Publish;

/// <summary>
/// <c>build/licences.json</c>: the SPDX expressions that a dependency may have, and packages without one whose licence somebody has read.
/// A reviewed package is named with version and hash, so another content needs another look.
/// </summary>
internal sealed record LicencePolicy(IReadOnlyList<string> Allowed, IReadOnlyList<ReviewedLicence> Reviewed)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static LicencePolicy Load(string path) => Parse(File.ReadAllBytes(path));

    public static LicencePolicy Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<LicencePolicy>(json, Web)!;

    /// <summary>Whether a package may be depended on.</summary>
    public bool Allows(Dependency dependency, PackageLicence licence) =>
        licence.Expression is { } expression
            ? Allows(expression)
            : Reviewed.Any(r => (r.Id, r.Version, r.Sha512) == (dependency.Id, dependency.Version, dependency.Sha512) && Allows(NuGetLicenseExpression.Parse(r.Licence)));

    private bool Allows(NuGetLicenseExpression expression) => expression switch
    {
        NuGetLicense licence => Allowed.Contains(licence.ToString()),
        LogicalOperator { LogicalOperatorType: LogicalOperatorType.Or } or => Allows(or.Left) || Allows(or.Right),
        LogicalOperator { LogicalOperatorType: LogicalOperatorType.And } and => Allows(and.Left) && Allows(and.Right),
        // An exception can only add rights, but which one it is decides whether it does: the whole is listed or it is not.
        _ => Allowed.Contains(expression.ToString()!),
    };
}
