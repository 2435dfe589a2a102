namespace Cks.HubConfig;

/// <summary>A document that was carried from one version of the form to another.</summary>
/// <param name="From">The version it was written in.</param>
/// <param name="To">The version it is in now; equal where nothing was to do.</param>
/// <param name="Utf8">The document.</param>
public sealed record HubMigration(int From, int To, ReadOnlyMemory<byte> Utf8);
