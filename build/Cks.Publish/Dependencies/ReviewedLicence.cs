namespace Cks.Publish;

/// <summary>A package without a licence expression, whose licence somebody has read.</summary>
/// <param name="Id">Name of the package.</param>
/// <param name="Version">The version that was read.</param>
/// <param name="Sha512">Hash of the package in base64, as in project.assets.json.</param>
/// <param name="Licence">What the text is, as an SPDX expression.</param>
internal sealed record ReviewedLicence(string Id, string Version, string Sha512, string Licence);
