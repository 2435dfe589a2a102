using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Where a document names a feature or flag, and whether it says there what it is.</summary>
internal readonly record struct FlagMention(SourcePlace Place, bool IsDeclared);
