namespace Cks.Cli;

/// <summary>A package that a project names or has restored.</summary>
internal sealed record PackageUse(string Package, string Version);
