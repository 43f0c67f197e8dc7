/** What the tests of every module share. It travels in this module's test jar. */
@NullMarked
package io.agentserver.testing;

import org.jspecify.annotations.NullMarked;
