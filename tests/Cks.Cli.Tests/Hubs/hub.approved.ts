// Written by "cks hub types" from the schemas of hub documents and views: write it anew with each version of Cks. It has no code, only types.

/** The screen of one role. It gives a screen, never a right. */
export interface HubDocumentV1 {
  readonly $schema?: string;
  /** Version of the form of this document. A document without it is of version 1. */
  readonly schemaVersion?: 1;
  /** What an older version of the form cannot say; written by a migration and read by the one back. */
  readonly $preserved?: { readonly [name: string]: unknown };
  readonly metadata: {
    /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
    readonly role: string;
    /** The author's own text; never compared. */
    readonly version: string;
    /** Plain text, not blank. */
    readonly displayName: string;
    /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
    readonly icon?: string;
    readonly theme: {
      /** #rgb or #rrggbb. */
      readonly primaryColor: string;
      /** #rgb or #rrggbb. */
      readonly accentColor: string;
    };
  };
  readonly navigation?: {
    readonly sidebarItems?: readonly {
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly id: string;
      /** Plain text, not blank. */
      readonly label: string;
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly icon?: string;
      /** A path of the application; no host, query, escape or step upwards. */
      readonly path: string;
    }[];
    readonly quickActions?: readonly {
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly id: string;
      /** Plain text, not blank. */
      readonly label: string;
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly icon?: string;
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly action: string;
    }[];
  };
  readonly dashboard?: {
    readonly layout?: "grid";
    readonly widgets?: readonly {
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly id: string;
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly type: string;
      /** Plain text, not blank. */
      readonly title?: string;
      /** row-start / column-start / row-end / column-end, in grid lines from 1 to 100. */
      readonly gridArea: string;
      /** A path of the application; no host, query, escape or step upwards. */
      readonly dataSource: string;
      /** Milliseconds. */
      readonly refreshInterval?: number;
      readonly maxItems?: number;
    }[];
  };
  /** What the screen offers, by a capability or alias of the policy. True still needs the policy's permit. */
  readonly permissions?: { readonly [name: string]: boolean };
  readonly features?: { readonly [name: string]: HubDocumentV1Feature };
  readonly dataFetching?: {
    readonly endpoints?: { readonly [name: string]: string };
    /** By the name of an endpoint. */
    readonly caching?: { readonly [name: string]: {
      /** Seconds. */
      readonly ttl: number;
      readonly staleWhileRevalidate?: boolean;
    } };
  };
}

/** A switch, with settings of its own beside it. */
export interface HubDocumentV1Feature {
  readonly enabled: boolean;
  /** True switches the feature off. */
  readonly kill?: boolean;
  readonly [name: string]: unknown;
}

/** The screen of one role. It gives a screen, never a right. */
export interface HubDocumentV2 {
  readonly $schema?: string;
  /** Version of the form of this document. */
  readonly schemaVersion: 2;
  /** What an older version of the form cannot say; written by a migration and read by the one back. */
  readonly $preserved?: { readonly [name: string]: unknown };
  readonly metadata: {
    /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
    readonly role: string;
    /** The author's own text; never compared. */
    readonly version: string;
    /** Plain text, not blank. */
    readonly displayName: string;
    /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
    readonly icon?: string;
    readonly theme: {
      /** #rgb or #rrggbb. */
      readonly primaryColor: string;
      /** #rgb or #rrggbb. */
      readonly accentColor: string;
    };
  };
  readonly navigation?: {
    readonly sidebarItems?: readonly {
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly id: string;
      /** Plain text, not blank. */
      readonly label: string;
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly icon?: string;
      /** A path of the application; no host, query, escape or step upwards. */
      readonly path: string;
      /** Capability or alias of the policy without which it is not shown, whatever its target needs. */
      readonly requires?: string;
      /** A feature or flag of this document; it is shown to those for whom it is on. */
      readonly feature?: string;
    }[];
    readonly quickActions?: readonly {
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly id: string;
      /** Plain text, not blank. */
      readonly label: string;
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly icon?: string;
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly action: string;
      /** Capability or alias of the policy without which it is not shown, whatever its target needs. */
      readonly requires?: string;
      /** A feature or flag of this document; it is shown to those for whom it is on. */
      readonly feature?: string;
    }[];
  };
  readonly dashboard?: {
    readonly layout?: "grid";
    readonly widgets?: readonly HubDocumentV2Widget[];
    /** Widgets that others are made of by their "use". None of them is shown by itself. */
    readonly definitions?: readonly {
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly id: string;
      /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
      readonly type: string;
      /** Versions of the type: ^2.1 (2.1 and up, not 3), ~2.1 (2.1 and up, not 2.2) or 2.1.0. */
      readonly compatible?: string;
      /** The plugin that the type comes with. */
      readonly plugin?: string;
      /** Plain text, not blank. */
      readonly title?: string;
      /** Name of one of dataFetching.endpoints; left out where each hub names its own. */
      readonly endpoint?: string;
      /** Seconds between two readings of the data; a thousandth is the smallest part. */
      readonly refreshSeconds?: number;
      readonly maxItems?: number;
      /** As the schema of the widget's type has them. Only what that marks for the browser goes there. */
      readonly options?: { readonly [name: string]: unknown };
      /** Capability or alias of the policy without which it is not shown, whatever its target needs. */
      readonly requires?: string;
      /** A feature or flag of this document; it is shown to those for whom it is on. */
      readonly feature?: string;
    }[];
  };
  /** What the screen offers, by a capability or alias of the policy. True still needs the policy's permit. */
  readonly permissions?: { readonly [name: string]: boolean };
  readonly features?: { readonly [name: string]: HubDocumentV2Feature };
  /** For whom, how many and when. One with the name of a feature narrows it. Nothing of it goes to the browser. */
  readonly flags?: { readonly [name: string]: HubDocumentV2Flag };
  /** Screens that are tried out side by side. They touch no right. Who is in which variant goes to the browser, by its name. */
  readonly experiments?: { readonly [name: string]: HubDocumentV2Experiment };
  readonly dataFetching?: {
    readonly endpoints?: { readonly [name: string]: string };
    /** By the name of an endpoint. */
    readonly caching?: { readonly [name: string]: {
      /** Seconds. */
      readonly ttlSeconds: number;
      readonly staleWhileRevalidate?: boolean;
    } };
  };
}

/** A switch, with settings of its own beside it. */
export interface HubDocumentV2Feature {
  readonly enabled: boolean;
  /** True switches the feature off, whatever later layers say. */
  readonly kill?: boolean;
  /** A limit: of several layers the least counts. */
  readonly maxBatchSize?: number;
  /** Texts, added and removed by layers. */
  readonly channels?: unknown;
  readonly [name: string]: unknown;
}

/** On for those whom the first matching rule names, or for a share of the others. It gives no right. */
export interface HubDocumentV2Flag {
  /** False: off for everybody. Default: true. */
  readonly enabled?: boolean;
  /** True switches the flag off, whatever later layers say. */
  readonly kill?: boolean;
  /** Features and flags that must be on as well. */
  readonly prerequisites?: readonly string[];
  /** Without a zone both are of UTC and end with Z; with one they are what a clock shows there. */
  readonly window?: HubDocumentV2Window;
  /** The first that matches decides. */
  readonly rules?: readonly {
    /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
    readonly id: string;
    readonly roles?: readonly string[];
    readonly tenants?: readonly string[];
    readonly subjects?: readonly string[];
    readonly attributes?: { readonly [name: string]: readonly string[] };
    /** Without a zone both are of UTC and end with Z; with one they are what a clock shows there. */
    readonly window?: HubDocumentV2Window;
    /** Parts of a million: 10000 is one percent. */
    readonly partsPerMillion?: number;
  }[];
  /** Parts of a million: 10000 is one percent. */
  readonly partsPerMillion?: number;
  /** What picks the units of a share; must be there where a share is neither 0 nor 1000000. */
  readonly hash?: "xxh3-64";
  /** Hashed with the unit. Default: the name of the flag. */
  readonly seed?: string;
  /** What a share counts. Default: subject. */
  readonly unit?: "subject" | "tenant";
}

/** A part of the units for each variant; the others see the hub without it. */
export interface HubDocumentV2Experiment {
  /** True ends it for everybody, whatever later layers say. */
  readonly kill?: boolean;
  /** A feature or flag that must be on for whoever takes part. */
  readonly flag?: string;
  /** Who may take part: everything that it names must match. */
  readonly audience?: {
    readonly roles?: readonly string[];
    readonly tenants?: readonly string[];
    readonly subjects?: readonly string[];
    readonly attributes?: { readonly [name: string]: readonly string[] };
  };
  /** Without a zone both are of UTC and end with Z; with one they are what a clock shows there. */
  readonly window?: HubDocumentV2Window;
  /** Nobody takes part in two experiments of one group. */
  readonly group?: {
    /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
    readonly name: string;
    /** Parts of a million: 10000 is one percent. */
    readonly from?: number;
    /** Parts of a million: 10000 is one percent. */
    readonly partsPerMillion: number;
  };
  /** What picks the units. */
  readonly hash: "xxh3-64";
  /** Hashed with the unit. Default: the name of the experiment. */
  readonly seed?: string;
  /** What is counted. Default: subject. */
  readonly unit?: "subject" | "tenant";
  readonly variants: readonly {
    /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
    readonly id: string;
    /** Where its range begins. Default: variants begin at equal distances. */
    readonly from?: number;
    /** Parts of a million: 10000 is one percent. */
    readonly partsPerMillion: number;
    /** What it changes: names, icons, colours, order and placement, titles, limits and options of widgets. */
    readonly overlay?: { readonly [name: string]: unknown };
  }[];
}

/** Without a zone both are of UTC and end with Z; with one they are what a clock shows there. */
export interface HubDocumentV2Window {
  /** The first moment. */
  readonly from?: string;
  /** The first moment after it. */
  readonly to?: string;
  /** Such as Europe/Berlin. */
  readonly zone?: string;
}

/** Where a widget stands: its first row and column, counted from 1, and how many of each it takes. It ends at line 100 at the latest. */
export interface HubDocumentV2Area {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface HubDocumentV2Widget {
  /** Unique among all widgets of the hub. */
  readonly id: string;
  /** In place of a type: one of dashboard.definitions, which gives type, versions, plugin and endpoint. Heading, numbers and single options may be written here in place of its own; requires and feature count beside its own. */
  readonly use?: string;
  /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
  readonly type?: string;
  /** Versions of the type: ^2.1 (2.1 and up, not 3), ~2.1 (2.1 and up, not 2.2) or 2.1.0. */
  readonly compatible?: string;
  /** The plugin that the type comes with: without it the fallback stands here. */
  readonly plugin?: string;
  /** Plain text, not blank. */
  readonly title?: string;
  /** Where a widget stands: its first row and column, counted from 1, and how many of each it takes. It ends at line 100 at the latest. */
  readonly area: HubDocumentV2Area;
  /** Name of one of dataFetching.endpoints; may be left out where options or children say what is shown. */
  readonly endpoint?: string;
  /** Seconds between two readings of the data; a thousandth is the smallest part. */
  readonly refreshSeconds?: number;
  readonly maxItems?: number;
  /** As the schema of the widget's type has them. Only what that marks for the browser goes there. */
  readonly options?: { readonly [name: string]: unknown };
  /** What stands in it, each in an area of its own grid; four widgets deep at most. */
  readonly children?: readonly HubDocumentV2Widget[];
  /** Capability or alias of the policy without which it is not shown, whatever its target needs. */
  readonly requires?: string;
  /** A feature or flag of this document; it is shown to those for whom it is on. */
  readonly feature?: string;
}

/** A hub document of any version. */
export type HubDocument = HubDocumentV1 | HubDocumentV2;

/** A hub as one person may use it. It is a screen and gives no right: every request is decided again. */
export interface HubView {
  /** The role whose hub it is. */
  readonly role: string;
  /** Title; plain text. */
  readonly displayName: string;
  /** Name of an icon. */
  readonly icon?: string;
  /** Colours. */
  readonly theme: {
    /** #rgb or #rrggbb. */
    readonly primaryColor: string;
    /** #rgb or #rrggbb. */
    readonly accentColor: string;
  };
  /** Links to the pages that the person may open, in the order of the document. */
  readonly navigation: readonly HubViewItem[];
  /** Actions that the person may start, in the order of the document. */
  readonly quickActions: readonly HubViewAction[];
  /** How widgets are placed. */
  readonly layout: "grid";
  /** Widgets that the person may see, in the order of the document. */
  readonly widgets: readonly HubViewWidget[];
  /** Every permission that the document names; true where it says so and the policy permits it. */
  readonly permissions: { readonly [name: string]: boolean };
  /** Features by name; one that is off is there, without its settings. */
  readonly features: { readonly [name: string]: HubViewFeature };
  /** Addresses that the person may read, by name. */
  readonly endpoints: { readonly [name: string]: string };
  /** How long what an endpoint answers may be kept, by the name of the endpoint. */
  readonly caching: { readonly [name: string]: {
    /** Seconds. */
    readonly ttl: number;
    /** Whether it may be shown as long again while it is read anew. */
    readonly staleWhileRevalidate: boolean;
  } };
  /** The variant by the name of each experiment in which the person takes part; left out where there is none. */
  readonly experiments?: { readonly [name: string]: string };
  /** Revision of the hub documents. */
  readonly hubVersion: string;
  /** Revision of the policy that decided. */
  readonly policyVersion: string;
}

/** A link to a page of the application. */
export interface HubViewItem {
  /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
  readonly id: string;
  /** What the link says; plain text. */
  readonly label: string;
  /** Name of an icon. */
  readonly icon?: string;
  /** A path of the application. */
  readonly path: string;
}

/** Something that the person may start. */
export interface HubViewAction {
  /** 1 to 64 letters, digits, -, _ and ., starting with a letter. */
  readonly id: string;
  /** What the button says; plain text. */
  readonly label: string;
  /** Name of an icon. */
  readonly icon?: string;
  /** Name by which the page finds what it starts. */
  readonly action: string;
}

/** A widget, or the fallback in its place. */
export interface HubViewWidget {
  /** Unique among all widgets of the view. */
  readonly id: string;
  /** Its widget type. */
  readonly type: string;
  /** Heading; plain text. */
  readonly title?: string;
  /** First row, first column, row after the last, column after the last, as CSS has them. */
  readonly gridArea: string;
  /** Where its data is read; left out where it reads none. */
  readonly dataSource?: string;
  /** Milliseconds between two readings of the data; left out for never. */
  readonly refreshInterval?: number;
  /** How many items it shows. */
  readonly maxItems?: number;
  /** Key of what draws it; left out where the type tells. */
  readonly renderer?: string;
  /** Its options, as far as its type lets them go to a browser. */
  readonly options?: { readonly [name: string]: unknown };
  /** What stands in it, in the order of the document. */
  readonly children?: readonly HubViewWidget[];
  /** Why the fallback stands in its place; left out where the widget is whole. */
  readonly fault?: "unknown_type" | "incompatible_version" | "unusable_options" | "unusable_data_source" | "no_container";
}

/** Whether it is on, and beside it the settings that the application lets go to a browser. */
export interface HubViewFeature {
  readonly enabled: boolean;
  readonly [name: string]: unknown;
}

/** The options of each widget type, as a document writes them. */
export interface HubWidgetOptions {
  /** Version 2.1.0. */
  readonly "stats-card": {
    /** What is counted. */
    readonly unit: "jobs" | "money";
    readonly limit?: number;
    readonly series?: readonly {
      readonly label: string;
      readonly below?: unknown;
      readonly [name: string]: unknown;
    }[];
    readonly chart?: {
      readonly kind?: string | null;
      readonly query?: string;
      readonly [name: string]: unknown;
    };
  };
  /** Version 1.0.0. */
  readonly tabs: { readonly [name: string]: never };
}

/** The options of each widget type, as far as a view has them. None of them has to be there. */
export interface HubViewWidgetOptions {
  /** Version 2.1.0. */
  readonly "stats-card": {
    /** What is counted. */
    readonly unit?: "jobs" | "money";
    readonly series?: readonly {
      readonly label: string;
      readonly below?: unknown;
      readonly [name: string]: unknown;
    }[];
    readonly chart?: {
      readonly kind?: string | null;
    };
  };
  /** Version 1.0.0. */
  readonly tabs: { readonly [name: string]: never };
}
