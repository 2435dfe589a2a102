namespace Cks.Scope.Tests.Reading;

/// <summary>An order of the test model; its columns may point anywhere, as those of a <see cref="Node"/>.</summary>
internal sealed record Order(
    string Id, string Tenant, bool Test, bool Archived, string? Status, string? Kind, string? Creator, string? Customer, string? Center, DateTimeOffset Created, DateTimeOffset? Due, long? OnHand, long? Minimum);

/// <summary>A row of the link table between orders and who takes part in them.</summary>
internal sealed record Participant(string Tenant, bool Test, string Who, string Order);

/// <summary>A report about the ecosystem of a manager.</summary>
internal sealed record Report(string Id, string Tenant, bool Test, bool Archived, string? Manager);
