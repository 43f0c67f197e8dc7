/** What a run leaves behind for people and programs: the live line, the verdict, the report folder. */
@NullMarked
package io.agentserver.loadtest.report;

import org.jspecify.annotations.NullMarked;
