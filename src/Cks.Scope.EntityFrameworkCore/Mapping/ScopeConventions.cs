using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Puts scopes into a model when everything else is in it.</summary>
internal sealed class ScopeConventions(ICurrentDbContext current) : IConventionSetPlugin
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        conventionSet.ModelFinalizingConventions.Insert(0, new ScopeConvention(current.Context));
        return conventionSet;
    }
}
