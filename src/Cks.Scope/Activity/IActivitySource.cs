using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Where events are kept, and which of them a viewer hears.</summary>
internal interface IActivitySource
{
    /// <summary>The id of an event, in the table of events.</summary>
    Column<string> Id { get; }

    /// <summary>The columns that <see cref="Read"/> takes, in its order.</summary>
    Column[] Shown { get; }

    /// <summary>How its queries leave open who looks, so that they are the same for all of one strategy; <see langword="null"/> where they hold values of the viewer, or of what the policy lets it see.</summary>
    ViewerTerms? Open { get; }

    /// <summary>The events of the viewer's tenant and test class.</summary>
    Query Events(Viewer viewer);

    /// <summary>What the viewer hears, dismissed or not: queries whose first two columns are the id and the moment. None of them asks whether the viewer's own record is live.</summary>
    IReadOnlyList<Query> Heard(Viewer viewer);

    /// <summary>The event in a row.</summary>
    ActivityRow Read(DbDataReader row);
}
