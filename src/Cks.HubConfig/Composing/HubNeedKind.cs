namespace Cks.HubConfig;

/// <summary>What a <see cref="HubNeed"/> is.</summary>
internal enum HubNeedKind : byte
{
    Nothing,
    Capability,
    NotProvided,
    Undeclared,
    Withheld,
}
